import { eq } from "drizzle-orm";
import superjson, { type SuperJSONResult } from "superjson";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { money } from "@/server/rules/money";
import type { Quote } from "@/server/rules/pricing";
import type { OrderView } from "./schemas";

export type OrderRow = typeof orders.$inferSelect;

/** The quote as it is stored: amounts and instants survive JSON. */
export const packQuote = (quote: Quote): Record<string, unknown> => ({
  ...superjson.serialize(quote),
});

/** Quotes older than add-ons and codes have none of them. */
export const unpackQuote = (stored: Record<string, unknown>): Quote => {
  const known = superjson.deserialize<Partial<Quote>>(stored as unknown as SuperJSONResult);
  return { addons: [], promo: null, ...known } as Quote;
};

/** What was paid for an order, money and credit together, and what of it went back either way. */
export const worthOf = (row: Pick<OrderRow, "total" | "credit">): bigint => row.total + row.credit;
export const returnedOf = (row: Pick<OrderRow, "refunded" | "refundedCredit">): bigint =>
  row.refunded + row.refundedCredit;

/** A gift was not paid for, so nothing can have been returned of it. */
export const isRefundedWhole = (row: OrderRow): boolean =>
  worthOf(row) > 0n && returnedOf(row) >= worthOf(row);

/** The order under its lock: everything that moves it holds it. */
export async function lockOrder(ctx: Ctx<Tx>, orderId: string): Promise<OrderRow> {
  const [row] = await ctx.db.select().from(orders).where(eq(orders.id, orderId)).for("update");
  if (!row) throw notFound("order", orderId);
  return row;
}

export async function getOrderRow(ctx: Ctx, orderId: string): Promise<OrderRow> {
  const [row] = await ctx.db.select().from(orders).where(eq(orders.id, orderId));
  if (!row) throw notFound("order", orderId);
  return row;
}

export const toView = (row: OrderRow): OrderView => ({
  id: row.id,
  number: row.number,
  customerId: row.customerId,
  kind: row.kind,
  status: row.status,
  source: row.source,
  planId: row.planId,
  durationDays: row.durationDays,
  subscriptionId: row.subscriptionId,
  total: money(row.total, row.currency),
  refunded: row.refunded,
  credit: row.credit,
  refundedCredit: row.refundedCredit,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  paidAt: row.paidAt,
  fulfilledAt: row.fulfilledAt,
});
