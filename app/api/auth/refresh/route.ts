import { ACCESS_SECONDS, cookieOf, isSecure, REFRESH_COOKIE } from "@/server/auth/cookies";
import { refuseCrossSite } from "@/server/auth/same-site";
import { noSessionCookies, sessionCookies, withCookies } from "@/server/auth/session-cookies";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { errorResponse } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { rotateRefreshToken } from "@/server/domains/team";

/** The dashboard asks for this before its access token ends: both tokens are replaced. */
export async function POST(request: Request): Promise<Response> {
  const secure = isSecure(request);
  try {
    refuseCrossSite(request);
    const session = await rotateRefreshToken(systemContext("refresh"), {
      token: cookieOf(request, REFRESH_COOKIE) ?? "",
      ...visitorOf(request.headers),
    });
    const answer = Response.json({ seconds: ACCESS_SECONDS });
    return withCookies(answer, await sessionCookies(session, secure));
  } catch (error) {
    const answer = errorResponse(error, logger());
    const over = isAppError(error) && error.kind === "unauthenticated";
    return over ? withCookies(answer, noSessionCookies(secure)) : answer;
  }
}
