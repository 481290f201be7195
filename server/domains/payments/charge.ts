import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { paymentOpened } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { getCustomer } from "@/server/domains/customers";
import { titleOf } from "@/server/domains/orders";
import type { OrderView } from "@/server/domains/orders/schemas";
import { nextPoll } from "@/server/rules/settlement";
import { applyEvent } from "./apply-event";
import { openGateway } from "./gateways/registry";
import { forGateway, getPaymentRow, type PaymentRow } from "./internal";
import { openSavedMethod } from "./saved-methods";

/** A charge whose outcome nobody knows is asked for this long: until then no other one is made. */
const ASKED_FOR_MS = 7 * 86_400_000;
/** Providers forget idempotency keys after a day: an older charge is not sent again. */
const KEY_LIVES_MS = 20 * 3_600_000;

/** The payment that charges a saved method for an order, written before the provider hears of it. */
export async function openCharge(
  ctx: Ctx<Tx>,
  order: OrderView,
  method: { id: string; gateway: string },
): Promise<string> {
  const id = newId("payment");
  const now = ctx.clock();
  const expiresAt = new Date(now.getTime() + ASKED_FOR_MS);
  await ctx.db.insert(payments).values({
    id,
    orderId: order.id,
    customerId: order.customerId,
    gateway: method.gateway,
    savedMethodId: method.id,
    amount: order.total.amount,
    currency: order.total.currency,
    createdAt: now,
    expiresAt,
    nextPollAt: nextPoll(0, now, expiresAt),
  });
  await recordAudit(ctx, {
    action: "payments.charge",
    subject: { type: "payment", id },
    after: { orderId: order.id, savedMethodId: method.id, amount: order.total.amount },
  });
  await emit(ctx, paymentOpened.create({ paymentId: id }));
  return id;
}

/**
 * Charges a saved method, or charges it again with the same key after no answer came: at the provider it is one
 * charge. Called outside of any transaction. `stillWanted` is asked right before: what the customer switched off
 * meanwhile is not charged.
 */
export async function chargeAtGateway(
  ctx: Ctx,
  input: { paymentId: string; stillWanted: (payment: PaymentRow) => Promise<boolean> },
): Promise<void> {
  const payment = await getPaymentRow(ctx, input.paymentId);
  if (payment.status !== "created" || !payment.savedMethodId) return;
  if (ctx.clock().getTime() - payment.createdAt.getTime() > KEY_LIVES_MS) {
    return fail(ctx, payment.id, "unanswered");
  }
  if (!(await input.stillWanted(payment))) return fail(ctx, payment.id, "not_wanted");
  const token = await openSavedMethod(ctx, payment.savedMethodId);
  if (token === null) return fail(ctx, payment.id, "method_removed");
  const { gateway, settings } = await openGateway(ctx, payment.gateway);
  if (!gateway.charge) return fail(ctx, payment.id, "not_possible");

  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, payment.orderId));
  const { telegramId, locale } = await getCustomer(ctx, { customerId: payment.customerId });
  const title = await titleOf(ctx, { orderId: payment.orderId, locale });
  const outcome = await gateway.charge(ctx, settings, {
    payment: forGateway(payment),
    order: { number: order?.number ?? 0, title, description: title },
    customer: { telegramId, locale },
    token,
  });
  switch (outcome.kind) {
    case "unknown":
      ctx.log.warn({ paymentId: payment.id, reason: outcome.reason }, "a charge was not answered");
      return;
    case "declined":
      return fail(ctx, payment.id, outcome.reason);
    case "pending":
      return place(ctx, payment.id, outcome.externalId);
    case "events":
      await place(ctx, payment.id, outcome.externalId);
      for (const event of outcome.events) {
        if (event.kind === "ignored") continue;
        await inTransaction(ctx, (tx) => applyEvent(tx, payment.id, event));
      }
  }
}

/** A webhook may have been faster than the answer: what it wrote stays. */
const stillOpen = (paymentId: string) =>
  and(eq(payments.id, paymentId), inArray(payments.status, ["created", "pending"]));

async function place(ctx: Ctx, paymentId: string, externalId: string | null): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ status: "pending", ...(externalId && { externalId }) })
    .where(stillOpen(paymentId));
}

async function fail(ctx: Ctx, paymentId: string, reason: string): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ status: "failed", failureReason: reason.slice(0, 500), nextPollAt: null })
    .where(stillOpen(paymentId));
}
