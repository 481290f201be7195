import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import { appUrl } from "@/server/core/app-url";
import type { Ctx } from "@/server/core/context";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { sendEmail } from "@/server/integrations/email";

const words = { en: en.letters, ru: ru.letters };

export const CODE = { digits: 6, ttlMs: 10 * 60_000 } as const;

/** Sends a code at once, whoever waits for it sees whether it went. Throws as `sendEmail` does. */
export async function sendCode(
  ctx: Ctx,
  input: { to: string; code: string; locale: Locale; kind: "sign_in" | "link" },
): Promise<void> {
  const { to, code, locale, kind } = input;
  const t = createTranslator({ locale, messages: words[locale] });
  const { host } = new URL(appUrl());
  await sendEmail(ctx, {
    to,
    subject: t(`${kind}.subject`, { code }),
    text: t(`${kind}.text`, { code, host }),
  });
}
