import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { payments } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";
import { applyPaid } from "./apply-paid";
import { applyRefunded } from "./apply-refunded";
import type { GatewayEvent, GatewayEventOf } from "./gateways/contract";
import { lockPayment, type PaymentRow } from "./internal";

/**
 * Applies what a provider said to a payment, in the caller's transaction and under the payment's lock. The
 * same event twice, ten at once or out of order ends in the same state.
 *
 * @returns what it came to, for the inbox
 */
export async function applyEvent(
  ctx: Ctx<Tx>,
  paymentId: string,
  event: Exclude<GatewayEvent, { kind: "ignored" }>,
): Promise<string> {
  const payment = await lockPayment(ctx, paymentId);
  switch (event.kind) {
    case "paid":
      return applyPaid(ctx, payment, event);
    case "failed":
      return applyFailed(ctx, payment, event);
    case "refunded":
      return applyRefunded(ctx, payment, event);
  }
}

async function applyFailed(
  ctx: Ctx<Tx>,
  payment: PaymentRow,
  { externalId, reason }: GatewayEventOf<"failed">,
): Promise<string> {
  if (payment.status !== "created" && payment.status !== "pending") return "already";
  await ctx.db
    .update(payments)
    .set({ status: "failed", externalId, failureReason: reason.slice(0, 500), nextPollAt: null })
    .where(eq(payments.id, payment.id));
  return "failed";
}
