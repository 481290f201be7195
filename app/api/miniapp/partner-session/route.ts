import { cookies } from "next/headers";
import { customerCookie } from "@/server/auth/customer-session";
import { readJson, refusal } from "@/server/auth/json-request";
import { signInPartner } from "@/server/auth/partner-telegram";

/** Exchanges what Telegram's Login Widget signed for a session of the partners' own area. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { widget = "" } = await readJson(request);
    const { token, expiresAt } = await signInPartner(request, widget);
    (await cookies()).set(customerCookie(token, expiresAt));
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}
