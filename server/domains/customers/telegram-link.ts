import { and, eq, isNull } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import { createSecret, spendSecret } from "@/server/core/one-time-secrets";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow, lockCustomer } from "./internal";

const PURPOSE = "telegram_link";
/** Long enough that nobody guesses it in five tries, short enough for a start payload of 64 characters. */
const LOCK = { ttlMs: 15 * 60_000, digits: 14 } as const;
const PAYLOAD = /^link_(\d{14})_(\w{10,40})$/;

/**
 * Makes the payload of a link into the bot that attaches the Telegram account which opens it, once.
 *
 * @throws AppError `conflict telegram_linked` when one is attached already
 */
export async function startTelegramLink(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<{ payload: string }> {
  requireSelfOr(ctx, customerId, "customers.write");
  const { telegramId } = await getCustomerRow(ctx, customerId);
  if (telegramId !== null) throw linked();
  const secret = await createSecret(ctx, { purpose: PURPOSE, subject: customerId, ...LOCK });
  return { payload: `link_${secret}_${customerId.replace(/^cus_/, "")}` };
}

/** What became of a link that was opened in the bot; null when the payload is none. */
export type TelegramLinkOutcome = "linked" | "telegram_taken" | "telegram_linked" | "link_over";

/**
 * Attaches the Telegram account to the customer whose link it opened. To be asked before the account is made a
 * customer of its own; one that is a customer already stays so, and is told.
 */
export async function linkTelegram(
  ctx: Ctx,
  input: { telegramId: bigint; payload: string | null },
): Promise<TelegramLinkOutcome | null> {
  const [, secret, id] = PAYLOAD.exec(input.payload ?? "") ?? [];
  if (!secret || !id) return null;
  const customerId = `cus_${id}`;
  const { telegramId } = input;
  if (await isKnown(ctx, telegramId)) return "telegram_taken";
  try {
    await spendSecret(ctx, { purpose: PURPOSE, subject: customerId, secret });
    await attach(ctx, customerId, telegramId);
    return "linked";
  } catch (error) {
    if (!isAppError(error) || error.kind === "unavailable") throw error;
    return error.code === "telegram_linked" ? "telegram_linked" : "link_over";
  }
}

async function isKnown(ctx: Ctx, telegramId: bigint): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.telegramId, telegramId));
  return row !== undefined;
}

async function attach(ctx: Ctx, customerId: string, telegramId: bigint): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const rows = await tx.db
      .update(customers)
      .set({ telegramId, botBlockedAt: null })
      .where(and(eq(customers.id, customerId), isNull(customers.telegramId)))
      .returning({ id: customers.id });
    if (rows.length === 0) throw linked();
    await recordAudit(tx, {
      action: "customers.linkTelegram",
      subject: { type: "customer", id: customerId },
      after: { telegramId: String(telegramId) },
    });
  });
}

const linked = () =>
  new AppError("conflict", "telegram_linked", "A Telegram account is linked to this one already.");
