import { getTranslations } from "next-intl/server";
import { JoinForm } from "./join-form";

/** Becoming a partner: at once, or by an application that an operator reads. */
export async function JoinProgram({ automatic }: { automatic: boolean }) {
  const t = await getTranslations("miniapp.partner.join");
  return (
    <JoinForm
      automatic={automatic}
      texts={{
        about: t("about"),
        placeholder: t("placeholder"),
        send: t(automatic ? "join" : "apply"),
        failed: t("failed"),
      }}
    />
  );
}
