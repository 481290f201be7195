import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { formatDay } from "@/server/rules/format";
import type { RenderedMessage } from "./channels/contract";
import { type NotificationTypeId, notificationTypes } from "./types";
import type { NotificationType } from "./types/contract";

const messages = { en, ru };

/** Puts the stored data into words. Values are escaped: the words are HTML, the values are not. */
export function renderNotification(
  type: NotificationTypeId,
  data: Record<string, unknown>,
  locale: Locale,
): RenderedMessage {
  const t: ReturnType<typeof createTranslator> = createTranslator({
    locale,
    messages: messages[locale] as Dictionary,
  });
  const definition: NotificationType = notificationTypes[type];
  const parsed = definition.data.parse(data);
  const values = Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [
      key,
      typeof value === "number" ? value : escapeHtml(readable(String(value), locale)),
    ]),
  );
  return {
    subject: t(`${type}.subject`),
    html: t.markup(`${type}.text`, { ...TAGS, ...values }),
    buttons: (definition.buttons?.(parsed) ?? []).map(({ key, ...target }) => ({
      text: t(`${type}.buttons.${key}`),
      ...target,
    })),
  };
}

/** The texts are Telegram's HTML; its tags would otherwise be taken for placeholders. */
const TAGS = Object.fromEntries(
  ["b", "i", "code"].map((tag) => [tag, (inner: string) => `<${tag}>${inner}</${tag}>`]),
);

type Dictionary = { [key: string]: string | Dictionary };

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Instants are stored as ISO texts and shown as a day of the reader's calendar. */
function readable(text: string, locale: Locale): string {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatDay(new Date(text), locale) : text;
}
