import { cookies, headers } from "next/headers";
import { hasLocale } from "next-intl";
import { LOCALES, type Locale } from "@/db/enums";
import { LOCALE_COOKIE } from "./cookies";

/** The language of whoever sits at this browser: their choice kept in a cookie, else what the browser prefers. */
export async function browserLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return hasLocale(LOCALES, chosen)
    ? chosen
    : preferred((await headers()).get("accept-language") ?? "");
}

/** The first language of an Accept-Language header that we speak. */
function preferred(header: string): Locale {
  const tags = header.split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return tags.find((tag): tag is Locale => hasLocale(LOCALES, tag)) ?? "en";
}
