import { type NextRequest, NextResponse } from "next/server";
import { ADMIN_COOKIE, isSecure } from "@/server/auth/cookies";
import { env } from "@/server/core/env";
import { realtimeClientConfig } from "@/server/core/realtime-config";
import { pageHeaders } from "@/server/core/security-headers";
import { AREA_HEADER, areaOf } from "@/server/i18n/area";

/**
 * Gives every page its rules for browsers, with a nonce that Next puts on its own scripts. Leads visitors of the
 * dashboard without an access token to where a new one is given, or on to the sign-in page, and back again
 * afterwards: only a convenience, every page and procedure asks for the operator itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isAdmin = pathname === "/admin" || pathname.startsWith("/admin/");
  if (isAdmin && !request.cookies.has(ADMIN_COOKIE)) {
    const target = request.nextUrl.clone();
    target.pathname = "/api/auth/resume";
    target.search = `?next=${encodeURIComponent(pathname + search)}`;
    return NextResponse.redirect(target);
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const realtime = realtimeClientConfig();
  const rules = pageHeaders({
    path: pathname,
    nonce,
    secure: isSecure(request),
    realtimeHost: realtime && "host" in realtime ? realtime.host : null,
    development: env().NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(AREA_HEADER, areaOf(pathname));
  headers.set("Content-Security-Policy", rules["Content-Security-Policy"] ?? "");
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(rules)) response.headers.set(name, value);
  return response;
}

/** Pages; not what is answered to programs, and not files. */
export const config = {
  matcher: ["/((?!api/|_next/|realtime/|demo/api/|.*\\.(?:svg|ico|txt)$).*)"],
};
