import type { z } from "zod";
import { creditChanged } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { requireFreshFactorAbove } from "@/server/domains/team";
import { money } from "@/server/rules/money";
import { postJournal } from "./post-journal";
import { adjustCreditInput } from "./schemas";

/**
 * An operator gives credit to a customer or takes some back, with a reason that stays in the books.
 *
 * @throws AppError `precondition insufficient_credit` when more is taken than is there
 */
export async function adjustCredit(
  ctx: Ctx,
  input: z.input<typeof adjustCreditInput>,
): Promise<{ journalId: string }> {
  requirePermission(ctx, "credit.write");
  const { customerId, amount, currency, reason, clientKey } = parseInput(adjustCreditInput, input);
  await requireFreshFactorAbove(ctx, money(amount < 0n ? -amount : amount, currency));
  try {
    return await inTransaction(ctx, async (tx) => {
      const { journalId, posted } = await postJournal(tx, {
        idempotencyKey: `credit-adjustment:${clientKey}`,
        kind: amount > 0n ? "credit.given" : "credit.taken",
        reference: { type: "customer", id: customerId },
        memo: reason,
        entries: [
          { account: { kind: "promo_expense" }, amount, currency },
          { account: { kind: "customer_credit", owner: customerId }, amount: -amount, currency },
        ],
      });
      if (!posted) return { journalId };
      await recordAudit(tx, {
        action: "ledger.adjustCredit",
        subject: { type: "customer", id: customerId },
        after: { amount, currency, reason },
      });
      await emit(
        tx,
        creditChanged.create({
          customerId,
          journalId,
          amount: amount.toString(),
          currency,
          told: amount > 0n,
        }),
      );
      return { journalId };
    });
  } catch (error) {
    if (isAppError(error) && error.code === "insufficient_funds") {
      throw new AppError(
        "precondition",
        "insufficient_credit",
        "There is less credit than this: take at most what is there.",
        {},
        { cause: error },
      );
    }
    throw error;
  }
}
