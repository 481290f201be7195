import { getLocale, getTranslations } from "next-intl/server";
import type { Locale } from "@/db/enums";
import type { EmailCodeTexts } from "./email-code";
import type { EmailSignInTexts } from "./email-sign-in";

/** The words of signing in by e-mail; what replaces their placeholders is known in the browser only. */
export async function emailSignInTexts(bot: string): Promise<EmailSignInTexts> {
  const t = await getTranslations("miniapp.emailSignIn");
  return {
    ...(await emailCodeTexts()),
    title: t("title"),
    about: t("about"),
    languages: t("languages"),
    openBot: t("openBot"),
    bot,
    locale: (await getLocale()) as Locale,
  };
}

/** The same for partners, in whose area nobody becomes a customer. */
export async function partnerSignInTexts(bot: string) {
  const t = await getTranslations("miniapp.partner.signIn");
  return {
    ...(await emailSignInTexts(bot)),
    title: t("title"),
    about: t("about"),
    telegram: t("telegram"),
    noMail: t("noMail"),
    noWay: t("noWay"),
  };
}

export async function emailCodeTexts(): Promise<EmailCodeTexts> {
  const t = await getTranslations("miniapp.emailSignIn");
  return {
    email: t("email"),
    send: t("send"),
    sent: t("sent", { email: "{email}" }),
    code: t("code"),
    confirm: t("confirm"),
    again: t("again"),
    againIn: t("againIn", { seconds: "{seconds}" }),
    other: t("other"),
    failed: t("failed"),
  };
}
