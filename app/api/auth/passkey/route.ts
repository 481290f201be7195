import { cookieOf, PENDING_COOKIE } from "@/server/auth/cookies";
import { readJson, refusal } from "@/server/auth/json-request";
import { siteOf } from "@/server/auth/site";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { passkeyQuestion } from "@/server/domains/team";

/** What a browser needs to ask for a passkey, to sign in with it or as the second step of a sign-in. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { step } = await readJson(request);
    const secret = step === "second" ? (cookieOf(request, PENDING_COOKIE) ?? "") : null;
    const { address } = visitorOf(request.headers);
    const question = { secret, address, site: siteOf(request) };
    return Response.json(await passkeyQuestion(systemContext("sign-in"), question));
  } catch (error) {
    return refusal(error);
  }
}
