import type { Locale } from "@/db/enums";

/** One file a slice and language under `messages/`; a new slice is one line here. */
export const NAMESPACES = [
  "common",
  "layout",
  "errors",
  "team",
  "account",
  "analytics",
  "customers",
  "subscriptions",
  "orders",
  "payments",
  "catalog",
  "promocodes",
  "referrals",
  "trials",
  "partners",
  "remnawave",
  "monitoring",
  "settings",
  "audit",
  "bulk",
  "help",
  "open",
  "miniapp",
  "refusals",
  "demo",
] as const;

/** What the browser gets on pages of the dashboard: everything except texts only servers use. */
export const ADMIN_NAMESPACES = NAMESPACES.filter(
  (name) => !["open", "miniapp", "refusals", "demo"].includes(name),
);

type Dictionary = { [key: string]: string | Dictionary };
export type Messages = Record<string, Dictionary>;

const loaded = new Map<Locale, Promise<Messages>>();

/** Every message of a language, read once a process. */
export function loadMessages(locale: Locale): Promise<Messages> {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const reading = Promise.all(
    NAMESPACES.map(async (name) => {
      const file: { default: Dictionary } = await import(`./messages/${locale}/${name}.json`);
      return [name, file.default] as const;
    }),
  ).then((entries): Messages => Object.fromEntries(entries));
  loaded.set(locale, reading);
  return reading;
}
