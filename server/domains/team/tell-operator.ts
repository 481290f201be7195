import { eq } from "drizzle-orm";
import { createTranslator } from "next-intl";
import type { Locale } from "@/db/enums";
import { adminSessions, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { countryOf } from "@/server/core/country-of";
import { readSettings } from "@/server/core/settings";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { createTelegramApi } from "@/server/integrations/telegram/api";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { formatMoment } from "@/server/rules/format";
import { deviceWords } from "@/server/rules/user-agent";
import type { OperatorNews } from "./operator-news";

const words = { en: en.operator, ru: ru.operator };
/** How long to wait before a call is repeated that got no answer. */
const RETRY_SECONDS = 30;

export type Told =
  | { kind: "sent" }
  | { kind: "skipped"; reason: string }
  | { kind: "later"; seconds: number; reason: string };

/** Tells an operator in their own Telegram what happened to their account; `later` is the job's to repeat. */
export async function tellOperator(
  ctx: Ctx,
  input: {
    adminId: string;
    kind: string;
    sessionId: string | null;
    address: string;
    at: string;
  },
): Promise<Told> {
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.id, input.adminId));
  if (!admin?.telegramId) return { kind: "skipped", reason: "no Telegram account is linked" };
  const { botToken, apiRoot } = await readSettings(ctx, telegramSettings);
  if (!botToken) return { kind: "skipped", reason: "no bot is configured" };
  const [session] = await ctx.db
    .select()
    .from(adminSessions)
    .where(eq(adminSessions.id, input.sessionId ?? ""));
  const t = createTranslator({ locale: admin.locale, messages: words[admin.locale] });
  const outcome = await createTelegramApi({ token: botToken, apiRoot }).call("sendMessage", {
    chat_id: String(admin.telegramId),
    text: t.markup(input.kind as OperatorNews, {
      b: (inner) => `<b>${inner}</b>`,
      device: escapeHtml(deviceWords(session?.userAgent ?? "") || t("someDevice")),
      address: escapeHtml(placeWords(input.address || session?.address || "?", admin.locale)),
      at: formatMoment(new Date(input.at), admin.locale),
    }),
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
  });
  switch (outcome.kind) {
    case "ok":
      return { kind: "sent" };
    case "later":
      return outcome;
    case "unavailable":
      return { kind: "later", seconds: RETRY_SECONDS, reason: outcome.reason };
    default:
      return { kind: "skipped", reason: outcome.reason };
  }
}

const placeWords = (address: string, locale: Locale): string => {
  const country = countryOf(address);
  const name = country && new Intl.DisplayNames(locale, { type: "region" }).of(country);
  return name ? `${address} (${name})` : address;
};

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
