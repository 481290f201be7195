import type { Tx } from "@/db/client";
import { creditChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { type EntryInput, getBalance, postJournal } from "@/server/domains/ledger";
import type { OrderRow } from "./internal";

type CreditOrder = Pick<OrderRow, "id" | "customerId" | "credit" | "currency">;
type OwnAccount = "customer_credit" | "credit_reserved";

/**
 * What of a person's credit a new order may count on, minor units: what is free, and what their own open
 * orders hold, because the new order takes their place.
 */
export async function offerableCredit(
  ctx: Ctx,
  input: { customerId: string; currency: string; withReserved: boolean },
): Promise<bigint> {
  const of = (kind: OwnAccount) =>
    getBalance(ctx, { kind, owner: input.customerId, currency: input.currency });
  const free = await of("customer_credit");
  return input.withReserved ? free + (await of("credit_reserved")) : free;
}

const own = (order: CreditOrder, kind: OwnAccount, amount: bigint): EntryInput => ({
  account: { kind, owner: order.customerId },
  amount,
  currency: order.currency,
});

const post = (ctx: Ctx<Tx>, order: CreditOrder, what: string, entries: EntryInput[]) =>
  postJournal(ctx, {
    idempotencyKey: `order:${order.id}:credit-${what}`,
    kind: `credit.${what.split(":")[0]}`,
    reference: { type: "order", id: order.id },
    entries,
  });

/** Sets credit aside for an open order, so that it cannot be spent twice. */
export async function reserveCredit(ctx: Ctx<Tx>, order: CreditOrder): Promise<void> {
  if (order.credit === 0n) return;
  await post(ctx, order, "reserved", [
    own(order, "customer_credit", order.credit),
    own(order, "credit_reserved", -order.credit),
  ]);
}

/** The order was given up: what it held is free again. */
export async function releaseCredit(ctx: Ctx<Tx>, order: CreditOrder): Promise<void> {
  if (order.credit === 0n) return;
  await post(ctx, order, "released", [
    own(order, "credit_reserved", order.credit),
    own(order, "customer_credit", -order.credit),
  ]);
}

/**
 * The order is paid: its credit becomes revenue. One that had been closed holds none any more and takes it
 * anew.
 *
 * @returns false when the credit was spent meanwhile: the order is not paid whole
 */
export async function spendCredit(
  ctx: Ctx<Tx>,
  order: CreditOrder,
  reserved: boolean,
): Promise<boolean> {
  if (order.credit === 0n) return true;
  const revenue: EntryInput = {
    account: { kind: "revenue" },
    amount: -order.credit,
    currency: order.currency,
  };
  const from = own(order, reserved ? "credit_reserved" : "customer_credit", order.credit);
  try {
    // A savepoint: a refusal must leave the settlement around it usable.
    await ctx.db.transaction((db) => post({ ...ctx, db }, order, "spent", [from, revenue]));
    return true;
  } catch (error) {
    if (isAppError(error) && error.code === "insufficient_funds") return false;
    throw error;
  }
}

/** Gives credit back for a paid order; once a `key`. */
export async function returnCredit(
  ctx: Ctx<Tx>,
  order: CreditOrder,
  key: string,
  amount: bigint,
): Promise<void> {
  const { customerId, currency } = order;
  const { journalId } = await post(ctx, order, `returned:${key}`, [
    { account: { kind: "refunds" }, amount, currency },
    own(order, "customer_credit", -amount),
  ]);
  await emit(
    ctx,
    creditChanged.create({
      customerId,
      journalId,
      amount: amount.toString(),
      currency,
      told: true,
    }),
  );
}
