import { readAccessToken } from "@/server/auth/access-token";
import { ADMIN_COOKIE, cookieOf, isSecure, REFRESH_COOKIE } from "@/server/auth/cookies";
import { refuseCrossSite } from "@/server/auth/same-site";
import { noSessionCookies, withCookies } from "@/server/auth/session-cookies";
import { systemContext } from "@/server/core/context";
import { errorResponse } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { signOut } from "@/server/domains/team";

/** Ends this browser's session, by whichever of its two tokens is left. */
export async function POST(request: Request): Promise<Response> {
  try {
    refuseCrossSite(request);
    const access = cookieOf(request, ADMIN_COOKIE);
    await signOut(systemContext("sign-out"), {
      claims: access ? await readAccessToken(access) : null,
      refreshToken: cookieOf(request, REFRESH_COOKIE),
    });
    return withCookies(Response.json({ ok: true }), noSessionCookies(isSecure(request)));
  } catch (error) {
    return errorResponse(error, logger());
  }
}
