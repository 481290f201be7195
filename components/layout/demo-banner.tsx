import { getTranslations } from "next-intl/server";

/** Says that nothing here is real. */
export async function DemoBanner() {
  const t = await getTranslations("layout.demo");
  return (
    <p
      role="note"
      className="bg-amber-400 px-4 py-1 text-center text-[12px] font-medium text-black"
    >
      {t("word")}
    </p>
  );
}
