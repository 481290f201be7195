import { cookieOf, isSecure, REFRESH_COOKIE } from "@/server/auth/cookies";
import { noSessionCookies, sessionCookies, withCookies } from "@/server/auth/session-cookies";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { errorResponse } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { rotateRefreshToken } from "@/server/domains/team";
import { safeNext } from "@/server/rules/safe-next";

/**
 * A page was opened whose access token is over: with a good refresh token the visit goes on there (a page itself
 * cannot set cookies), without one it goes on to the sign-in page.
 */
export async function GET(request: Request): Promise<Response> {
  const secure = isSecure(request);
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  try {
    const session = await rotateRefreshToken(systemContext("refresh"), {
      token: cookieOf(request, REFRESH_COOKIE) ?? "",
      ...visitorOf(request.headers),
    });
    return withCookies(goTo(next), await sessionCookies(session, secure));
  } catch (error) {
    if (!isAppError(error)) return errorResponse(error, logger());
    const back = next === "/admin" ? "" : `?next=${encodeURIComponent(next)}`;
    return withCookies(goTo(`/sign-in${back}`), noSessionCookies(secure));
  }
}

const goTo = (location: string): Response =>
  new Response(null, { status: 307, headers: { location } });
