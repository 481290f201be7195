import { type NextRequest, NextResponse } from "next/server";
import { ADMIN_COOKIE } from "@/server/auth/cookies";

/**
 * Leads visitors without a session to the sign-in page and back again afterwards. Only a convenience: every
 * page and procedure asks for the operator itself.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.cookies.has(ADMIN_COOKIE)) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const target = request.nextUrl.clone();
  target.pathname = "/sign-in";
  target.search = pathname === "/admin" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
  return NextResponse.redirect(target);
}

export const config = { matcher: ["/admin", "/admin/:path*"] };
