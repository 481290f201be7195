import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { payments } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { recordAudit } from "@/server/domains/audit";
import { repeatOrder } from "@/server/domains/orders";
import { lockPayment, type PaymentRow } from "./internal";

/**
 * The payment of a later charge of a subscription that the provider renews by itself: found by the charge, or
 * made with an order of its own. Called under the first payment's lock; the charge is the identity, so a charge
 * that is told of twice is one payment.
 *
 * @returns null when there is nothing that it could renew: its money is the customer's
 */
export async function openRecurring(
  ctx: Ctx<Tx>,
  first: PaymentRow,
  charge: { externalId: string },
): Promise<PaymentRow | null> {
  const [known] = await ctx.db
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.gateway, first.gateway), eq(payments.externalId, charge.externalId)));
  if (known) return lockPayment(ctx, known.id);
  const order = await repeatOrder(ctx, {
    orderId: first.orderId,
    clientKey: `recurring:${first.gateway}:${charge.externalId}`.slice(0, 200),
  });
  if (!order) return null;
  const [payment] = await ctx.db
    .insert(payments)
    .values({
      id: newId("payment"),
      orderId: order.id,
      customerId: order.customerId,
      gateway: first.gateway,
      externalId: charge.externalId,
      status: "pending",
      amount: order.total.amount,
      currency: order.total.currency,
      createdAt: ctx.clock(),
      expiresAt: order.expiresAt,
    })
    .returning();
  if (!payment) throw new Error("The payment was not written");
  await recordAudit(ctx, {
    action: "payments.open",
    subject: { type: "payment", id: payment.id },
    after: { orderId: order.id, gateway: first.gateway, repeats: first.id },
  });
  return payment;
}
