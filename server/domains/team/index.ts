export type { AccessClaims, Visitor } from "./access-claims";
export { askPasswordReset, sendPasswordReset } from "./ask-password-reset";
export { disableAdmin, enableAdmin, resetSecondFactor, setAdminRole } from "./change-admin";
export { confirmIdentity, ownPasskeyQuestion } from "./confirm-identity";
export { createAdmin } from "./create-admin";
export { ensureFirstAdmin } from "./ensure-first-admin";
export {
  confirmTotp,
  disableTotp,
  type Factors,
  listOwnPasskeys,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
  renewRecoveryCodes,
  type Site,
  startTotp,
} from "./factors";
export { findActingAdmin } from "./find-acting-admin";
export { findSessionAdmin } from "./find-session-admin";
export { finishSignIn, passkeyQuestion, pendingSignInFactors } from "./finish-sign-in";
export { forgetOldSignIns } from "./forget-old";
export { inviteOperator, renewInvitation } from "./invite";
export { requireFreshFactorAbove } from "./money-limit";
export { openSessionsAmong } from "./open-sessions";
export { changeOwnPassword, setOwnLocale, setOwnName } from "./own-account";
export { askOwnEmail, confirmOwnEmail } from "./own-email";
export { getOwnProfile } from "./own-profile";
export { PENDING_SECONDS } from "./pending-sign-in";
export { resetPassword } from "./reset-password";
export { listRoles } from "./role-list";
export { rotateRefreshToken } from "./rotate-refresh-token";
export { createRole, deleteRole, updateRole } from "./save-role";
export {
  changeView,
  deleteView,
  listViews,
  orderViews,
  restoreView,
  saveView,
  setDefaultView,
} from "./saved-views";
export type { SessionAdmin } from "./schemas";
export {
  endOtherSessions,
  endOwnSession,
  endOwnSessionInput,
  listOwnSessions,
  type OpenedSession,
} from "./sessions";
export { teamSettings } from "./settings";
export {
  type SignInStep,
  signInWithPasskey,
  signInWithPassword,
  signInWithTelegram,
} from "./sign-in";
export { signOut } from "./sign-out";
export { listOperators } from "./team-list";
export { endSessionOf, endSessionsOf, listSessionsOf } from "./team-sessions";
export {
  linkTelegram,
  loginWidgetInput,
  proveTelegram,
  spendTelegramProof,
  unlinkTelegram,
} from "./telegram-link";
export { tellOperator } from "./tell-operator";
export { countUnprotectedOwners } from "./unprotected-owners";
