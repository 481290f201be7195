export { confirmTotp, disableTotp, startTotp } from "./enrol-totp";
export { type Factors, factorsOf } from "./factors-of";
export { renewRecoveryCodes } from "./make-recovery-codes";
export {
  listOwnPasskeys,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
} from "./own-passkeys";
export { passkeyOptions, type Site, verifyPasskey } from "./passkeys";
export { recoveryCodeHash, spendRecoveryCode } from "./recovery-codes";
export { totpOf, verifyTotp } from "./totp";
