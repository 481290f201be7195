import { and, eq, ne } from "drizzle-orm";
import { createTranslator } from "next-intl";
import type { z } from "zod";
import type { Locale } from "@/db/enums";
import { admins } from "@/db/schema/team";
import { appUrl } from "@/server/core/app-url";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError, isAppError, notFound } from "@/server/core/errors";
import { createSecret, spendSecret } from "@/server/core/one-time-secrets";
import { parseInput } from "@/server/core/parse";
import { takeTurn } from "@/server/core/rate-limit";
import { recordAudit } from "@/server/domains/audit";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { sendEmail } from "@/server/integrations/email";
import { askToTell } from "./operator-news";
import { ownId } from "./own-id";
import { voidPasswordLinks } from "./password-link";
import { confirmOwnEmailInput, ownEmailInput } from "./schemas";

const PURPOSE = "operator_email";
const CODE = { digits: 6, ttlMs: 10 * 60_000 } as const;
const keptData = ownEmailInput;
const words = { en: en.operator.email, ru: ru.operator.email };
const translator = (locale: Locale) => createTranslator({ locale, messages: words[locale] });

/**
 * Sends a code to the address one wants to sign in with from now on. Whether it is a colleague's already is told
 * only to whoever reads the letter.
 *
 * @throws AppError `rate_limited` with `seconds`, and as `requireFreshFactor` and `sendEmail` do
 */
export async function askOwnEmail(ctx: Ctx, input: z.input<typeof ownEmailInput>): Promise<void> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const { email } = parseInput(ownEmailInput, input);
  await takeTurn(ctx, { limit: "email_code_visitor", subject: adminId });
  await takeTurn(ctx, { limit: "email_code_address", subject: email });
  await takeTurn(ctx, { limit: "email_code_day", subject: email });
  const { locale } = await ownRow(ctx, adminId);
  const lock = { purpose: PURPOSE, subject: adminId };
  const code = await createSecret(ctx, { ...lock, ...CODE, data: { email } });
  const t = translator(locale);
  await sendEmail(ctx, {
    to: email,
    subject: t("code.subject", { code }),
    text: t("code.text", { code, host: new URL(appUrl()).host }),
  });
}

/**
 * Makes the address that the code was sent to one's own. The old one hears of it, and one's Telegram.
 *
 * @throws AppError as `requireFreshFactor` and `spendSecret` do, `conflict email_taken`
 */
export async function confirmOwnEmail(
  ctx: Ctx,
  input: z.input<typeof confirmOwnEmailInput>,
): Promise<{ email: string }> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const { code } = parseInput(confirmOwnEmailInput, input);
  await takeTurn(ctx, { limit: "email_try_visitor", subject: adminId });
  const data = await spendSecret(ctx, { purpose: PURPOSE, subject: adminId, secret: code });
  const { email } = keptData.parse(data);
  const before = await change(ctx, adminId, email);
  if (before.email !== email) await tellOldAddress(ctx, before, email);
  return { email };
}

type Own = Pick<typeof admins.$inferSelect, "email" | "name" | "locale">;

function change(ctx: Ctx, adminId: string, email: string): Promise<Own> {
  return inTransaction(ctx, async (tx) => {
    const [other] = await tx.db
      .select({ id: admins.id })
      .from(admins)
      .where(and(eq(admins.email, email), ne(admins.id, adminId)));
    if (other) {
      throw new AppError("conflict", "email_taken", "Another operator signs in with this address.");
    }
    const before = await ownRow(tx, adminId);
    if (before.email === email) return before;
    await tx.db.update(admins).set({ email }).where(eq(admins.id, adminId));
    // A link to a new password that lies in the old mailbox is no longer one's own.
    await voidPasswordLinks(tx, adminId);
    await recordAudit(tx, {
      action: "team.changeOwnEmail",
      subject: { type: "admin", id: adminId },
      before: { email: before.email },
      after: { email },
    });
    const sessionId = ctx.actor.type === "admin" ? (ctx.actor.session?.id ?? null) : null;
    await askToTell(tx, { adminId, kind: "email_changed", sessionId });
    return before;
  });
}

async function ownRow(ctx: Ctx, adminId: string): Promise<Own> {
  const [row] = await ctx.db
    .select({ email: admins.email, name: admins.name, locale: admins.locale })
    .from(admins)
    .where(eq(admins.id, adminId));
  if (!row) throw notFound("admin", adminId);
  return row;
}

/** The change stands whether or not this letter goes: the old address may be gone, which is why it was changed. */
async function tellOldAddress(ctx: Ctx, { email, name, locale }: Own, to: string): Promise<void> {
  const t = translator(locale);
  const host = new URL(appUrl()).host;
  try {
    await sendEmail(ctx, {
      to: email,
      subject: t("changed.subject", { host }),
      text: t("changed.text", { name, host, email: to }),
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.warn({ code: error.code }, "an operator's old address was not told of the new one");
  }
}
