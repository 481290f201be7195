import { cookies } from "next/headers";
import { customerCookie } from "@/server/auth/customer-session";
import { readEmailRequest } from "@/server/auth/email-visitor";
import { refusal } from "@/server/auth/json-request";
import { systemContext } from "@/server/core/context";
import { signInWithEmail } from "@/server/domains/customers";

/** Exchanges a code from a letter for a session cookie. */
export async function POST(request: Request): Promise<Response> {
  try {
    const asked = await readEmailRequest(request);
    const { token, expiresAt } = await signInWithEmail(systemContext("email-sign-in"), asked);
    (await cookies()).set(customerCookie(token, expiresAt));
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}
