import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { z } from "zod";
import { orders } from "@/db/schema/orders";
import { orderCreated } from "@/inngest/events";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { recordAudit } from "@/server/domains/audit";
import type { Quote } from "@/server/rules/pricing";
import { packQuote, toView } from "./internal";
import { markOrderPaid } from "./mark-order-paid";
import { quoteOrder } from "./quote-order";
import { createOrderInput, type OrderView, type quoteOrderInput } from "./schemas";
import { orderSettings } from "./settings";

/** An open order with less time than this is not offered again: nobody could pay it. */
const LEAST_TIME_TO_PAY_MS = 5 * 60_000;

/**
 * Makes an order of a fresh quote. The same customer and client key find the order made before, so a button
 * pressed twice, or ten times at once, buys once; so does an open order of the same things at the same price.
 * An order of zero is paid at once.
 */
export async function createOrder(
  ctx: Ctx,
  input: z.input<typeof createOrderInput>,
): Promise<OrderView> {
  const { clientKey, source, ...wanted } = parseInput(createOrderInput, input);
  const { customerId } = wanted;
  requireSelfOr(ctx, customerId, "orders.write");
  const known = await findByClientKey(ctx, customerId, clientKey);
  if (known) return known;

  const quote = await quoteOrder(ctx, wanted);
  const open = await findSameOpen(ctx, wanted, quote);
  if (open) return open;
  const { lifetimeMinutes } = await readSettings(ctx, orderSettings);
  const made = await inTransaction(ctx, async (tx) => {
    const now = tx.clock();
    const [row] = await tx.db
      .insert(orders)
      .values({
        id: newId("order"),
        customerId,
        kind: wanted.kind,
        source,
        planId: wanted.planId,
        durationDays: quote.durationDays,
        subscriptionId: wanted.subscriptionId,
        currency: quote.currency,
        subtotal: quote.subtotal,
        discount: quote.discount,
        credit: quote.credit,
        total: quote.total,
        quote: packQuote(quote),
        clientKey,
        createdAt: now,
        expiresAt: new Date(now.getTime() + lifetimeMinutes * 60_000),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) return null;
    await recordAudit(tx, {
      action: "orders.create",
      subject: { type: "order", id: row.id },
      after: { kind: row.kind, planId: row.planId, total: row.total, currency: row.currency },
    });
    await emit(tx, orderCreated.create({ orderId: row.id, customerId }));
    if (row.total === 0n) await markOrderPaid(tx, { orderId: row.id, paymentId: null });
    return toView(row.total === 0n ? { ...row, status: "paid" } : row);
  });
  const order = made ?? (await findByClientKey(ctx, customerId, clientKey));
  if (!order) throw new Error("An order was neither made nor found");
  return order;
}

/** Coming back to a purchase broken off finds its order, while it asks for what it would ask for now. */
async function findSameOpen(
  ctx: Ctx,
  { customerId, kind, planId, subscriptionId }: z.output<typeof quoteOrderInput>,
  { durationDays, currency, subtotal, total }: Quote,
) {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.customerId, customerId),
        eq(orders.status, "pending"),
        eq(orders.kind, kind),
        eq(orders.planId, planId),
        eq(orders.durationDays, durationDays),
        subscriptionId === null
          ? isNull(orders.subscriptionId)
          : eq(orders.subscriptionId, subscriptionId),
        eq(orders.currency, currency),
        eq(orders.subtotal, subtotal),
        eq(orders.total, total),
        gt(orders.expiresAt, new Date(ctx.clock().getTime() + LEAST_TIME_TO_PAY_MS)),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(1);
  return row ? toView(row) : null;
}

async function findByClientKey(ctx: Ctx, customerId: string, clientKey: string) {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.customerId, customerId), eq(orders.clientKey, clientKey)));
  return row ? toView(row) : null;
}
