/** The operator's access token. One name on http and https: whoever reads it need not know which it was. */
export const ADMIN_COOKIE = "rezeis.session";
/** The operator's refresh token; only the routes that take it ever see it. */
export const REFRESH_COOKIE = "rezeis.refresh";
/** A sign-in between its first and its second step. */
export const PENDING_COOKIE = "rezeis.pending";

/** Access tokens live so long; `Max-Age` and not a date, since browsers' clocks are wrong. */
export const ACCESS_SECONDS = 15 * 60;

const PATHS = { [ADMIN_COOKIE]: "/", [REFRESH_COOKIE]: "/api/auth", [PENDING_COOKIE]: "/" };
type AdminCookie = keyof typeof PATHS;

/** Whether the browser came by https, behind a proxy too. */
export function isSecure(request: Request): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  return (forwarded ?? new URL(request.url).protocol.replace(":", "")) === "https";
}

/** A `Set-Cookie` line; without `value` it takes the cookie away. */
export function cookieLine(
  name: AdminCookie,
  secure: boolean,
  cookie?: { value: string; seconds: number },
): string {
  const parts = [
    `${name}=${cookie?.value ?? ""}`,
    `Path=${PATHS[name]}`,
    `Max-Age=${Math.max(0, Math.floor(cookie?.seconds ?? 0))}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(secure ? ["Secure"] : []),
  ];
  return parts.join("; ");
}

/** A cookie as the request carries it; null when it does not. */
export function cookieOf(request: Request, name: AdminCookie): string | null {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
