import { readJson, refusal } from "@/server/auth/json-request";
import { visitorOf } from "@/server/auth/visitor";
import { systemContext } from "@/server/core/context";
import { askPasswordReset } from "@/server/domains/team";

/** Asks for a link to set a new password: one answer for known and unknown addresses. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { email = "" } = await readJson(request);
    const { address } = visitorOf(request.headers);
    await askPasswordReset(systemContext("password-reset"), { email, address });
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}
