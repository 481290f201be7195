import { readEmailRequest } from "@/server/auth/email-visitor";
import { refusal } from "@/server/auth/json-request";
import { systemContext } from "@/server/core/context";
import { askSignInCode } from "@/server/domains/customers";

/** Sends a code to sign in with: one answer for known and unknown addresses. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { email, locale, address } = await readEmailRequest(request);
    await askSignInCode(systemContext("email-sign-in"), { email, locale, address });
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}
