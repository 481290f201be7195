import type { Locale } from "@/db/enums";
import { readJson } from "./json-request";
import { visitorOf } from "./visitor";

/** What one of this site's own pages sends to sign in by e-mail, and who sends it. */
export async function readEmailRequest(request: Request) {
  const { email = "", code = "", ref = "", campaign = "", locale } = await readJson(request);
  const invitation = ref ? `refw_${ref}${campaign && `-${campaign}`}` : null;
  // Parsed by the verb: a language that we do not speak is refused there.
  return { email, code, invitation, locale: locale as Locale, ...visitorOf(request.headers) };
}
