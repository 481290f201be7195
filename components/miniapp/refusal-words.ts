import en from "@/server/i18n/messages/en/refusals.json";
import ru from "@/server/i18n/messages/ru/refusals.json";

/** A failure as the server tells it: a stable code with its values. */
export type Refusal = { code: string; details: Record<string, string | number> };

/** A refusal in the page's language; empty for a code without words. Loaded with the first refusal only. */
export function refusalWords({ code, details }: Refusal, language: string): string {
  const texts: Record<string, string> = language === "ru" ? ru : en;
  const text = Object.hasOwn(texts, code) ? (texts[code] ?? "") : "";
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}
