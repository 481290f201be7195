import { randomInt } from "node:crypto";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { createPlan } from "@/server/domains/catalog";
import type { PlanView, planInput } from "@/server/domains/catalog/schemas";
import { createOrder, fulfilOrder, markOrderPaid } from "@/server/domains/orders";
import type { createOrderInput, OrderView } from "@/server/domains/orders/schemas";

/** A person of Telegram; their id. */
export async function aCustomer(
  ctx: Ctx,
  values: Partial<typeof customers.$inferInsert> = {},
): Promise<string> {
  const id = newId("customer");
  await ctx.db.insert(customers).values({
    id,
    telegramId: BigInt(randomInt(1, 2 ** 47)),
    firstName: "Ann",
    referralCode: id.toUpperCase(),
    ...values,
  });
  return id;
}

/** A plan on sale for 30 days at 100 roubles or 50 Stars, unless said otherwise. */
export function aPlan(
  ctx: Ctx,
  values: Partial<z.input<typeof planInput>> = {},
): Promise<PlanView> {
  return createPlan(ctx, {
    name: { en: "Basic", ru: "Базовый" },
    description: { en: "", ru: "" },
    trafficLimitBytes: 0n,
    trafficStrategy: "MONTH",
    deviceLimit: 3,
    internalSquads: ["7f7f5f4a-6a8e-4f39-9d6b-1f3a3f0f6c11"],
    externalSquad: null,
    audience: "all",
    durations: [aDuration(30, 10_000n, 50n)],
    ...values,
  });
}

/** A duration with its price in kopecks and, where wanted, in Stars. */
export const aDuration = (days: number, rub: bigint, xtr?: bigint) => ({
  days,
  prices: [
    { currency: "RUB" as const, amount: rub },
    ...(xtr === undefined ? [] : [{ currency: "XTR" as const, amount: xtr }]),
  ],
});

type Purchase = Extract<z.input<typeof createOrderInput>, { kind: "new" | "renew" | "upgrade" }>;

/** An order of a plan's first duration in roubles, not paid yet. */
export function anOrder(
  ctx: Ctx,
  of: { customerId: string; plan: PlanView } & Partial<Purchase>,
): Promise<OrderView> {
  const { plan, ...more } = of;
  return createOrder(ctx, {
    kind: "new",
    planId: plan.id,
    durationId: plan.durations[0]?.id ?? "",
    currency: "RUB",
    source: "bot",
    clientKey: newId("outbox"),
    ...more,
  });
}

export const payOrder = (ctx: Ctx, orderId: string): Promise<boolean> =>
  inTransaction(ctx, async (tx) => {
    const { kind } = await markOrderPaid(tx, { orderId, paymentId: null });
    return kind === "paid";
  });

/** An order bought, paid and fulfilled. */
export async function aPurchase(
  ctx: Ctx,
  of: Parameters<typeof anOrder>[1],
): Promise<{ orderId: string; subscriptionId: string }> {
  const { id: orderId } = await anOrder(ctx, of);
  await payOrder(ctx, orderId);
  const fulfilled = await fulfilOrder(ctx, { orderId });
  if (!fulfilled?.subscriptionId) throw new Error(`Order ${orderId} was not fulfilled`);
  return { orderId, subscriptionId: fulfilled.subscriptionId };
}
