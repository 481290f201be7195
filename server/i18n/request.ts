import { cookies, headers } from "next/headers";
import { hasLocale } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { LOCALES, type Locale } from "@/db/enums";
import { currentCustomer } from "@/server/auth/customer-session";
import { AREA_HEADER, CUSTOMER_AREA } from "./area";
import { browserLocale } from "./browser-locale";
import { TIME_ZONE_COOKIE } from "./cookies";
import { loadMessages } from "./messages";

/**
 * Language and time zone of a request: what the caller asks for; on a customer's own pages the language of their
 * account, on whatever device; else that of whoever sits at the browser.
 */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale = hasLocale(LOCALES, asked)
    ? asked
    : ((await ofCustomer()) ?? (await browserLocale()));
  const timeZone = (await cookies()).get(TIME_ZONE_COOKIE)?.value;
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: knownTimeZone(timeZone) ?? "UTC",
  };
});

/** The language of whose pages are shown, if they are a customer's. */
async function ofCustomer(): Promise<Locale | undefined> {
  if ((await headers()).get(AREA_HEADER) !== CUSTOMER_AREA) return undefined;
  return (await currentCustomer())?.locale;
}

function knownTimeZone(name: string | undefined): string | null {
  if (!name) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
