import { cookies, headers } from "next/headers";
import { hasLocale } from "next-intl";
import { getRequestConfig } from "next-intl/server";
import { LOCALES, type Locale } from "@/db/enums";
import { LOCALE_COOKIE, TIME_ZONE_COOKIE } from "./cookies";
import { loadMessages } from "./messages";

/**
 * Language and time zone of a request: what the caller asks for, else the person's choice kept in a cookie,
 * else what the browser prefers.
 */
export default getRequestConfig(async ({ locale: asked }) => {
  const jar = await cookies();
  const chosen = asked ?? jar.get(LOCALE_COOKIE)?.value;
  const locale = hasLocale(LOCALES, chosen)
    ? chosen
    : preferred((await headers()).get("accept-language") ?? "");
  return {
    locale,
    messages: await loadMessages(locale),
    timeZone: knownTimeZone(jar.get(TIME_ZONE_COOKIE)?.value) ?? "UTC",
  };
});

/** The first language of an Accept-Language header that we speak. */
function preferred(header: string): Locale {
  const tags = header.split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return tags.find((tag): tag is Locale => hasLocale(LOCALES, tag)) ?? "en";
}

function knownTimeZone(name: string | undefined): string | null {
  if (!name) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
