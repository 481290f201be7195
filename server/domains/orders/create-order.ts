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
import { lockCustomer } from "@/server/domains/customers";
import { reservePromoCode } from "@/server/domains/promocodes";
import type { Quote } from "@/server/rules/pricing";
import { supersedeOrders } from "./close-order";
import { reserveCredit } from "./credit";
import { packQuote, toView, unpackQuote } from "./internal";
import { markOrderPaid } from "./mark-order-paid";
import { quoteOrder } from "./quote-order";
import { createOrderInput, type OrderView, type quoteOrderInput } from "./schemas";
import { orderSettings } from "./settings";

/** An open order with less time than this is not offered again: nobody could pay it. */
const LEAST_TIME_TO_PAY_MS = 5 * 60_000;

/**
 * Makes an order of a fresh quote. The same customer and client key find the order made before, so a button
 * pressed twice, or ten times at once, buys once; so does an open order of the same things at the same price.
 * Credit and a promo code's use are set aside in the same transaction. An order of zero is paid at once.
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

  const replaces = source !== "auto";
  const quote = await quoteOrder(ctx, wanted, { withReserved: replaces });
  const { lifetimeMinutes } = await readSettings(ctx, orderSettings);
  return inTransaction(ctx, async (tx) => {
    // One after another: of ten presses the first makes the order, and the others find it.
    await lockCustomer(tx, { customerId });
    const known =
      (await findByClientKey(tx, customerId, clientKey)) ??
      (replaces ? await findSameOpen(tx, wanted, quote) : null);
    if (known) return known;
    if (replaces && (quote.credit > 0n || quote.promo)) await supersedeOrders(tx, customerId);
    const now = tx.clock();
    const [row] = await tx.db
      .insert(orders)
      .values({
        id: newId("order"),
        customerId,
        kind: wanted.kind,
        source,
        planId: quote.plan?.id ?? null,
        durationDays: quote.durationDays || null,
        subscriptionId: targetOf(wanted),
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
      .returning();
    if (!row) throw new Error("The order was not written");
    await recordAudit(tx, {
      action: "orders.create",
      subject: { type: "order", id: row.id },
      after: {
        kind: row.kind,
        planId: row.planId,
        total: row.total,
        credit: row.credit,
        currency: row.currency,
        promoCode: quote.promo?.code,
      },
    });
    if (quote.promo) {
      await reservePromoCode(tx, {
        promoCodeId: quote.promo.promoCodeId,
        customerId,
        orderId: row.id,
        discount: -(quote.lines.find(({ code }) => code === "promo")?.amount ?? 0n),
        currency: quote.currency,
      });
    }
    await reserveCredit(tx, row);
    await emit(tx, orderCreated.create({ orderId: row.id, customerId }));
    if (row.total === 0n) await markOrderPaid(tx, { orderId: row.id, paymentId: null });
    return toView(row.total === 0n ? { ...row, status: "paid" } : row);
  });
}

type Wanted = z.output<typeof quoteOrderInput>;

const targetOf = (wanted: Wanted): string | null =>
  wanted.kind === "topup" ? null : wanted.subscriptionId;

/** Coming back to a purchase broken off finds its order, while it asks for what it would ask for now. */
async function findSameOpen(ctx: Ctx, wanted: Wanted, quote: Quote) {
  const target = targetOf(wanted);
  const rows = await ctx.db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.customerId, wanted.customerId),
        eq(orders.status, "pending"),
        eq(orders.kind, wanted.kind),
        quote.plan ? eq(orders.planId, quote.plan.id) : isNull(orders.planId),
        target === null ? isNull(orders.subscriptionId) : eq(orders.subscriptionId, target),
        eq(orders.currency, quote.currency),
        eq(orders.subtotal, quote.subtotal),
        eq(orders.credit, quote.credit),
        eq(orders.total, quote.total),
        gt(orders.expiresAt, new Date(ctx.clock().getTime() + LEAST_TIME_TO_PAY_MS)),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(10);
  const same = rows.find((row) => buysTheSame(unpackQuote(row.quote), quote));
  return same ? toView(same) : null;
}

const buysTheSame = (a: Quote, b: Quote): boolean =>
  a.durationDays === b.durationDays &&
  a.promo?.code === b.promo?.code &&
  a.addons.map(({ addonId }) => addonId).join() === b.addons.map(({ addonId }) => addonId).join();

async function findByClientKey(ctx: Ctx, customerId: string, clientKey: string) {
  const [row] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.customerId, customerId), eq(orders.clientKey, clientKey)));
  return row ? toView(row) : null;
}
