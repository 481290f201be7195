import { and, eq, gt, inArray, notExists, or, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { orders } from "@/db/schema/orders";
import { payments } from "@/db/schema/payments";
import { orderClosed } from "@/inngest/events";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { releasePromoCode } from "@/server/domains/promocodes";
import { releaseCredit } from "./credit";
import { getOrderRow, unpackQuote } from "./internal";

/** The customer (or an operator) gives up an unpaid order. Money that still comes revives it. */
export async function cancelOrder(ctx: Ctx, input: { orderId: string }): Promise<void> {
  const order = await getOrderRow(ctx, input.orderId);
  requireSelfOr(ctx, order.customerId, "orders.write");
  await inTransaction(ctx, async (tx) => {
    const closed = await close(tx, [input.orderId], "cancelled");
    if (closed === 1) return;
    const { status } = await getOrderRow(tx, input.orderId);
    if (status === "paid" || status === "fulfilled") {
      throw new AppError("precondition", "order_paid", "This order is paid already.");
    }
  });
}

/**
 * Closes orders whose time is over. One whose gateway could not be asked lately stays open: its money may be
 * on the way.
 *
 * @returns how many were closed
 */
export async function expireOrders(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const unanswered = tx.db
      .select({ one: sql`1` })
      .from(payments)
      .where(and(eq(payments.orderId, orders.id), eq(payments.failureReason, "unreachable")));
    const due = await tx.db
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.status, "pending"),
          sql`${orders.expiresAt} < ${tx.clock().toISOString()}::timestamptz`,
          notExists(unanswered),
        ),
      )
      .limit(500)
      .for("update", { skipLocked: true });
    return close(
      tx,
      due.map((row) => row.id),
      "expired",
    );
  });
}

/**
 * A new order takes the place of the customer's open ones that hold credit or a use of a promo code, so that
 * coming back to the checkout finds both. Money that still comes for the old one revives it.
 */
export async function supersedeOrders(ctx: Ctx<Tx>, customerId: string): Promise<void> {
  const holding = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.customerId, customerId),
        eq(orders.status, "pending"),
        or(gt(orders.credit, 0n), sql`${orders.quote} #> '{json,promo,code}' is not null`),
      ),
    )
    .for("update");
  await close(
    ctx,
    holding.map(({ id }) => id),
    "cancelled",
  );
}

async function close(tx: Ctx<Tx>, ids: string[], status: "expired" | "cancelled"): Promise<number> {
  if (ids.length === 0) return 0;
  const closed = await tx.db
    .update(orders)
    .set({ status, closedAt: tx.clock() })
    .where(and(inArray(orders.id, ids), eq(orders.status, "pending")))
    .returning();
  for (const order of closed) {
    if (unpackQuote(order.quote).promo) await releasePromoCode(tx, { orderId: order.id });
    await releaseCredit(tx, order);
    await recordAudit(tx, { action: `orders.${status}`, subject: { type: "order", id: order.id } });
    await emit(tx, orderClosed.create({ orderId: order.id, customerId: order.customerId, status }));
  }
  return closed.length;
}
