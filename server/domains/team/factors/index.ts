export { type Factors, factorsOf } from "./factors-of";
export { recoveryCodeHash, spendRecoveryCode } from "./recovery-codes";
export { stepOfCode, totpOf, verifyTotp } from "./totp";
