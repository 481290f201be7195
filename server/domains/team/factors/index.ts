export { type Factors, factorsOf } from "./factors-of";
export { passkeyOptions, type Site, verifyPasskey } from "./passkeys";
export { recoveryCodeHash, spendRecoveryCode } from "./recovery-codes";
export { stepOfCode, totpOf, verifyTotp } from "./totp";
