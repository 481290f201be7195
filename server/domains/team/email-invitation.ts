import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { sendEmail } from "@/server/integrations/email";
import { formatMoment } from "@/server/rules/format";

const words = { en: en.operator.invite, ru: ru.operator.invite };

export type Emailed = "sent" | "off" | "failed";

/**
 * Sends an invitation's link at once, since it is kept nowhere to be sent later. Whether that worked is told to
 * whoever invites: they have the link too.
 */
export async function emailInvitation(
  ctx: Ctx,
  input: { email: string; name: string; locale: Locale; link: string; expiresAt: Date },
): Promise<Emailed> {
  const { email, name, locale, link, expiresAt } = input;
  const t = createTranslator({ locale, messages: words[locale] });
  const until = formatMoment(expiresAt, locale);
  try {
    await sendEmail(ctx, {
      to: email,
      subject: t("subject"),
      text: t("text", { name, host: new URL(link).host, link, until }),
    });
    return "sent";
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code === "email_not_configured" ? "off" : "failed";
  }
}
