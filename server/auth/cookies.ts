/** The operator's session. One name on http and https: whoever reads it need not know which it was. */
export const ADMIN_COOKIE = "rezeis.session";
