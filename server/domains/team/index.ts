export { createAdmin } from "./create-admin";
export { ensureFirstAdmin } from "./ensure-first-admin";
export { changeOwnPassword, findSessionAdmin, setOwnLocale } from "./own-account";
export type { SessionAdmin } from "./schemas";
export { verifyCredentials } from "./verify-credentials";
