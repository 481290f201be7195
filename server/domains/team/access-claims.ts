/** What an access token says; everything else is looked up with each request. */
export type AccessClaims = { sub: string; sid: string };

/** Where a request came from. `address` is empty when it is not known. */
export type Visitor = { address: string; userAgent: string };

export const SIGN_IN_METHODS = ["password", "passkey", "telegram"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

export type SessionEnd =
  | "signed_out"
  | "ended"
  | "reuse"
  | "password_changed"
  | "password_reset"
  | "disabled"
  | "role_changed";

/** A session dies of age, however often it is used. */
export const SESSION_MS = 30 * 86_400_000;
/** A browser that was not seen for so long has to sign in again. */
export const IDLE_MS = 7 * 86_400_000;
/** So long may tabs that raced turn in the same token; they get the same successor. */
export const GRACE_MS = 30_000;
/** So long a second factor (or, without one, the password) counts for dangerous actions. */
export const FRESH_MS = 10 * 60_000;
/** Longer headers are cut: nobody needs more to know a browser. */
export const MAX_USER_AGENT = 300;
