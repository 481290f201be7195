import { type NextRequest, NextResponse } from "next/server";
import { ADMIN_COOKIE } from "@/server/auth/cookies";

/**
 * Leads visitors without an access token to where a new one is given, or on to the sign-in page, and back again
 * afterwards. Only a convenience: every page and procedure asks for the operator itself.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.cookies.has(ADMIN_COOKIE)) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const target = request.nextUrl.clone();
  target.pathname = "/api/auth/resume";
  target.search = `?next=${encodeURIComponent(pathname + search)}`;
  return NextResponse.redirect(target);
}

export const config = { matcher: ["/admin", "/admin/:path*"] };
