import type { Locale } from "@/db/enums";
import { readJson } from "./json-request";
import { visitorOf } from "./visitor";

/** What one of this site's own pages sends to sign in by e-mail, and who sends it. */
export async function readEmailRequest(request: Request) {
  const told = await readJson(request);
  const { email = "", code = "", ref = "", campaign = "", locale } = told;
  const area = told.area === "partner" ? ("partner" as const) : ("cabinet" as const);
  const invitation = ref ? `refw_${ref}${campaign && `-${campaign}`}` : null;
  // Parsed by the verb: a language that we do not speak is refused there.
  return { email, code, area, invitation, locale: locale as Locale, ...visitorOf(request.headers) };
}
