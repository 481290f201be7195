import { getTranslations } from "next-intl/server";

/** Words for the codes of refusals, for pages that the server draws. */
export async function refusalReasons(): Promise<(code: string) => string> {
  const t = await getTranslations("refusals");
  return (code) => (t.has(code) ? t(code, { requestId: "-" }) : t("other"));
}
