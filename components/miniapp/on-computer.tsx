import { getTranslations } from "next-intl/server";
import { CopyLink } from "./copy-link";
import { Note, Section } from "./parts";

/** The address of the partners' own area, to be opened where there is more room. */
export async function OnComputer({ url }: { url: string }) {
  const [t, words] = await Promise.all([
    getTranslations("miniapp.partner.computer"),
    getTranslations("miniapp.invite"),
  ]);
  return (
    <>
      <Section title={t("title")}>
        <CopyLink url={url} copy={words("copy")} copied={words("copied")} />
      </Section>
      <Note>{t("note")}</Note>
    </>
  );
}
