export type { AccessClaims, Visitor } from "./access-claims";
export { createAdmin } from "./create-admin";
export { ensureFirstAdmin } from "./ensure-first-admin";
export { findSessionAdmin } from "./find-session-admin";
export { changeOwnPassword, setOwnLocale } from "./own-account";
export { PENDING_SECONDS } from "./pending-sign-in";
export { rotateRefreshToken } from "./rotate-refresh-token";
export type { SessionAdmin } from "./schemas";
export {
  endOtherSessions,
  endOwnSession,
  endOwnSessionInput,
  listOwnSessions,
  type OpenedSession,
  type OwnSession,
} from "./sessions";
export { teamSettings } from "./settings";
export { type SignInStep, signInWithPassword, signInWithTelegram } from "./sign-in";
export { signOut } from "./sign-out";
export {
  linkTelegram,
  loginWidgetInput,
  proveTelegram,
  spendTelegramProof,
  unlinkTelegram,
} from "./telegram-link";
export { tellOperator } from "./tell-operator";
