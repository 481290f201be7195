import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { payments } from "@/db/schema/payments";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { money } from "@/server/rules/money";
import type { GatewayPayment } from "./gateways/contract";
import type { PaymentView } from "./schemas";

export type PaymentRow = typeof payments.$inferSelect;

export async function getPaymentRow(ctx: Ctx, paymentId: string): Promise<PaymentRow> {
  const [row] = await ctx.db.select().from(payments).where(eq(payments.id, paymentId));
  if (!row) throw notFound("payment", paymentId);
  return row;
}

/** The payment under its lock: everything that moves its money holds it. */
export async function lockPayment(ctx: Ctx<Tx>, paymentId: string): Promise<PaymentRow> {
  const [row] = await ctx.db
    .select()
    .from(payments)
    .where(eq(payments.id, paymentId))
    .for("update");
  if (!row) throw notFound("payment", paymentId);
  return row;
}

/** By the provider's id, else by ours: one gateway never finds another's payment. */
export async function findPayment(
  ctx: Ctx,
  gateway: string,
  ids: { externalId: string; paymentId?: string },
): Promise<PaymentRow | null> {
  const [known] = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.gateway, gateway), eq(payments.externalId, ids.externalId)));
  if (known || !ids.paymentId) return known ?? null;
  const [ours] = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.gateway, gateway), eq(payments.id, ids.paymentId)));
  return ours ?? null;
}

export const toView = (row: PaymentRow): PaymentView => ({
  id: row.id,
  orderId: row.orderId,
  customerId: row.customerId,
  gateway: row.gateway,
  externalId: row.externalId,
  status: row.status,
  money: money(row.amount, row.currency),
  received:
    row.receivedAmount !== null && row.receivedCurrency !== null
      ? { amount: row.receivedAmount, currency: row.receivedCurrency }
      : null,
  refunded: row.refunded,
  holdReason: row.holdReason,
  failureReason: row.failureReason,
  payUrl: row.payUrl,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  settledAt: row.settledAt,
});

export const forGateway = (row: PaymentRow): GatewayPayment => ({
  id: row.id,
  externalId: row.externalId,
  money: money(row.amount, row.currency),
  data: row.gatewayData,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});
