/** The language somebody chose. */
export const LOCALE_COOKIE = "rezeis.locale";
/** The browser's time zone, so that times are right in the first HTML already. */
export const TIME_ZONE_COOKIE = "rezeis.tz";
