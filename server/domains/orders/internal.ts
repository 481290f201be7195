import { eq } from "drizzle-orm";
import superjson, { type SuperJSONResult } from "superjson";
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

export const unpackQuote = (stored: Record<string, unknown>): Quote =>
  superjson.deserialize<Quote>(stored as unknown as SuperJSONResult);

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
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  paidAt: row.paidAt,
  fulfilledAt: row.fulfilledAt,
});
