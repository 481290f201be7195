import type { Tx } from "@/db/client";
import { creditChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { journalsOf, postJournal } from "@/server/domains/ledger";
import type { Money } from "@/server/rules/money";

/*
 * A trial that is not free is paid from the balance, in the transaction that grants it: nobody pays for a trial
 * that was not given, and nobody gets one that was not paid.
 */

type Claim = { claimId: string; customerId: string };

/** @throws AppError `precondition insufficient_credit` */
export async function payTrial(ctx: Ctx<Tx>, { claimId, customerId }: Claim, price: Money) {
  const { amount, currency } = price;
  try {
    const { journalId } = await postJournal(ctx, {
      idempotencyKey: `trial:${claimId}`,
      kind: "trial.paid",
      reference: { type: "trial", id: claimId },
      entries: [
        { account: { kind: "customer_credit", owner: customerId }, amount, currency },
        { account: { kind: "revenue" }, amount: -amount, currency },
      ],
    });
    await tell(ctx, customerId, journalId, -amount, currency, false);
  } catch (error) {
    if (!isAppError(error) || error.code !== "insufficient_funds") throw error;
    throw new AppError(
      "precondition",
      "insufficient_credit",
      "There is not enough on your balance: add to it, then begin your trial.",
    );
  }
}

/** Gives the price of a trial back that never came about. */
export async function returnTrialMoney(ctx: Ctx<Tx>, { claimId, customerId }: Claim) {
  const [paid] = await journalsOf(ctx, { referenceType: "trial", referenceIds: [claimId] });
  const entry = paid?.entries.find(({ account }) => account === "customer_credit");
  if (!entry) return;
  const { amount, currency } = entry;
  const { journalId } = await postJournal(ctx, {
    idempotencyKey: `trial:${claimId}:returned`,
    kind: "trial.returned",
    reference: { type: "trial", id: claimId },
    entries: [
      { account: { kind: "revenue" }, amount, currency },
      { account: { kind: "customer_credit", owner: customerId }, amount: -amount, currency },
    ],
  });
  await tell(ctx, customerId, journalId, amount, currency, true);
}

const tell = (
  ctx: Ctx<Tx>,
  customerId: string,
  journalId: string,
  amount: bigint,
  currency: string,
  told: boolean,
) =>
  emit(
    ctx,
    creditChanged.create({ customerId, journalId, amount: amount.toString(), currency, told }),
  );
