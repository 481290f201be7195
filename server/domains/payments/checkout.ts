import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { paymentOpened } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { env } from "@/server/core/env";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getCustomer } from "@/server/domains/customers";
import { canRepeat, createOrder, titleOf } from "@/server/domains/orders";
import type { OrderView } from "@/server/domains/orders/schemas";
import { nextPoll } from "@/server/rules/settlement";
import type { Gateway } from "./gateways/contract";
import { openGateway } from "./gateways/registry";
import { forGateway, getPaymentRow, type PaymentRow, toView } from "./internal";
import { paidByCredit, pricedOffer } from "./methods";
import { checkoutInput, type PaymentView } from "./schemas";

/**
 * Makes the order and opens its payment at the gateway. The gateway is called outside of any transaction, with
 * the payment's id as idempotency key: pressed twice, or answered never, it is one payment.
 *
 * @returns `payment: null` for an order of zero; a `payUrl` of null while the gateway has not answered yet
 */
export async function checkout(
  ctx: Ctx,
  input: z.input<typeof checkoutInput>,
): Promise<{ order: OrderView; payment: PaymentView | null }> {
  const wanted = parseInput(checkoutInput, input);
  if (wanted.gateway === "credit")
    return { order: await orderByCredit(ctx, wanted), payment: null };
  const { gateway, settings } = await openGateway(ctx, wanted.gateway);
  if (!(await gateway.isReady(ctx, settings))) {
    throw new AppError("precondition", "gateway_off", "This way to pay is switched off.");
  }
  const { currencies } = await pricedOffer(ctx, wanted, false);
  const currency = currencies.find((code) => gateway.currencies.includes(code));
  if (!currency) {
    throw new AppError("precondition", "no_price", "This cannot be paid this way.");
  }
  const order = await createOrder(ctx, { ...wanted, currency });
  if (order.total.amount === 0n || order.status !== "pending") return { order, payment: null };
  if (order.total.amount < (gateway.minimums?.[currency] ?? 1n)) {
    throw new AppError("precondition", "below_minimum", "This way to pay takes no sum so small.");
  }
  const payment = await openPayment(ctx, order, gateway.id, {
    saveMethod: wanted.saveMethod && (await canKeep(ctx, gateway, order)),
  });
  if (payment.payUrl) return { order, payment: toView(payment) };
  return { order, payment: toView(await createAtGateway(ctx, payment.id)) };
}

/** The provider charges again when asked to, or by itself where the price is the same each time. */
async function canKeep(ctx: Ctx, gateway: Gateway, { id, total }: OrderView): Promise<boolean> {
  const { charge, subscription } = gateway;
  if (charge || !subscription) return charge !== undefined;
  return (
    total.amount <= subscription.most &&
    (await canRepeat(ctx, { orderId: id, days: subscription.days }))
  );
}

/** An order that the customer's credit pays whole; nothing is made when it is not enough. */
async function orderByCredit(ctx: Ctx, wanted: z.output<typeof checkoutInput>): Promise<OrderView> {
  const quote = wanted.kind === "topup" ? null : await paidByCredit(ctx, wanted);
  if (!quote || wanted.kind === "topup") {
    throw new AppError(
      "precondition",
      "insufficient_credit",
      "There is not enough on the balance for this: add to it, or choose another way to pay.",
    );
  }
  return createOrder(ctx, { ...wanted, currency: quote.currency, useCredit: true });
}

/** One open payment an order and gateway; the order's lock keeps ten presses from making ten. */
export async function openPayment(
  ctx: Ctx,
  order: OrderView,
  gateway: string,
  how: { saveMethod?: boolean; savedMethodId?: string },
): Promise<PaymentRow> {
  return inTransaction(ctx, async (tx) => {
    await tx.db.select({ id: orders.id }).from(orders).where(eq(orders.id, order.id)).for("update");
    const [open] = await tx.db
      .select()
      .from(payments)
      .where(
        and(
          eq(payments.orderId, order.id),
          eq(payments.gateway, gateway),
          inArray(payments.status, ["created", "pending"]),
          // A charge of a kept way to pay is nothing the customer could pay on.
          isNull(payments.savedMethodId),
        ),
      )
      .orderBy(desc(payments.createdAt))
      .limit(1);
    if (open) return open;
    const now = tx.clock();
    const id = newId("payment");
    const [made] = await tx.db
      .insert(payments)
      .values({
        id,
        orderId: order.id,
        customerId: order.customerId,
        gateway,
        amount: order.total.amount,
        currency: order.total.currency,
        saveMethod: how.saveMethod ?? false,
        savedMethodId: how.savedMethodId ?? null,
        createdAt: now,
        expiresAt: order.expiresAt,
        nextPollAt: nextPoll(0, now, order.expiresAt),
      })
      .returning();
    if (!made) throw new Error("The payment was not written");
    await recordAudit(tx, {
      action: "payments.open",
      subject: { type: "payment", id },
      after: { orderId: order.id, gateway, amount: made.amount, currency: made.currency },
    });
    await emit(tx, paymentOpened.create({ paymentId: id }));
    return made;
  });
}

/** Makes the payment at its gateway, or makes it again with the same key after no answer came. */
export async function createAtGateway(ctx: Ctx, paymentId: string): Promise<PaymentRow> {
  const payment = await getPaymentRow(ctx, paymentId);
  if (payment.status !== "created") return payment;
  const { gateway, settings } = await openGateway(ctx, payment.gateway);
  const [order] = await ctx.db.select().from(orders).where(eq(orders.id, payment.orderId));
  const customer = await getCustomer(ctx, { customerId: payment.customerId });
  const name = order ? await titleOf(ctx, { orderId: order.id, locale: customer.locale }) : "VPN";
  const outcome = await gateway.create(ctx, settings, {
    payment: forGateway(payment),
    order: { number: order?.number ?? 0, title: name, description: name },
    customer: { telegramId: customer.telegramId, locale: customer.locale },
    returnUrl: `${env().APP_URL ?? ""}/miniapp/purchase/${payment.orderId}`,
    saveMethod: payment.saveMethod,
  });
  if (outcome.kind === "unknown") {
    ctx.log.warn({ paymentId, reason: outcome.reason }, "the gateway did not answer a creation");
    return payment;
  }
  const [row] = await ctx.db
    .update(payments)
    .set(
      outcome.kind === "created"
        ? {
            status: "pending",
            externalId: outcome.externalId,
            payUrl: outcome.payUrl,
            gatewayData: { ...payment.gatewayData, ...outcome.data },
          }
        : { status: "failed", failureReason: outcome.reason.slice(0, 500), nextPollAt: null },
    )
    // A webhook may have been faster than the answer: what it wrote stays.
    .where(and(eq(payments.id, paymentId), eq(payments.status, "created")))
    .returning();
  if (outcome.kind === "refused") {
    throw new AppError(
      "unavailable",
      "gateway_refused",
      "The payment service refused this payment. Choose another way to pay.",
    );
  }
  return row ?? getPaymentRow(ctx, paymentId);
}
