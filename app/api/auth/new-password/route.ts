import { isSecure } from "@/server/auth/cookies";
import { readJson, refusal } from "@/server/auth/json-request";
import { noSessionCookies, withCookies } from "@/server/auth/session-cookies";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { resetPassword } from "@/server/domains/team";

/** Sets a new password by the secret of an e-mailed link; this browser's session ends with all others. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { token = "", password = "" } = await readJson(request);
    const visitor = visitorOf(request.headers);
    await resetPassword(systemContext("password-reset"), { token, password, ...visitor });
    return withCookies(Response.json({ ok: true }), noSessionCookies(isSecure(request)));
  } catch (error) {
    return refusal(error);
  }
}
