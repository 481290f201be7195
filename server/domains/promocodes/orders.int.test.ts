import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { orders } from "@/db/schema/orders";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import type { Ctx } from "@/server/core/context";
import { cancelOrder, expireOrders, quoteOrder } from "@/server/domains/orders";
import { anOrder, aPlan, payOrder } from "@/server/testing/builders";
import { promoShop } from "./testing/promo-shop";

/* Codes as orders use them: the whole way from the quote to the money. */

const { ctx, db, aCode, aPerson, later } = await promoShop();
const plan = await aPlan(ctx);
const HOUR = 3_600_000;

const usesOf = async (id: string) => {
  const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, id));
  return row?.uses;
};
const redemptionOf = async (orderId: string) => {
  const [row] = await db
    .select()
    .from(promoRedemptions)
    .where(eq(promoRedemptions.orderId, orderId));
  return row;
};
const order = (customerId: string, promoCode: string, at: Ctx = ctx) =>
  anOrder(at, { customerId, plan, promoCode });

describe("an order with a promo code", () => {
  it("reserves when made, consumes when paid, and stores what was taken off", async () => {
    const promoCodeId = await aCode({ code: "WHOLEWAY", maxUses: 1 });
    const customerId = await aPerson();
    const made = await order(customerId, "wholeway");
    expect(made.total.amount).toBe(9000n);
    expect(await redemptionOf(made.id)).toMatchObject({ status: "reserved", discount: 1000n });
    await payOrder(ctx, made.id);
    expect(await redemptionOf(made.id)).toMatchObject({ status: "consumed" });
    expect(await usesOf(promoCodeId)).toBe(1);
    await expect(order(await aPerson(), "wholeway")).rejects.toMatchObject({
      code: "promo_used_up",
    });
  });

  it("is one of ten that fit, of two hundred checkouts at once", async () => {
    const promoCodeId = await aCode({ code: "TENUSES", maxUses: 10 });
    const people = await Promise.all(Array.from({ length: 200 }, () => aPerson()));
    const tries = await Promise.allSettled(people.map((id) => order(id, "tenuses")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await usesOf(promoCodeId)).toBe(10);
    const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(["promo_used_up"]));
  });

  it("comes back to its own reservation of a code that is full by now", async () => {
    const promoCodeId = await aCode({ code: "COMEBACK", maxUses: 1 });
    const customerId = await aPerson();
    const first = await order(customerId, "comeback");
    // Back at the checkout the code is still theirs: the same purchase is the same order.
    expect((await order(customerId, "comeback")).id).toBe(first.id);
    expect(await usesOf(promoCodeId)).toBe(1);
  });

  it("gives its use back when it is over or given up, and takes it again for late money", async () => {
    const promoCodeId = await aCode({ code: "LATEMONEY", maxUses: 1 });
    const late = await order(await aPerson(), "latemoney");
    await expireOrders(later(25 * HOUR));
    expect(await redemptionOf(late.id)).toMatchObject({ status: "released" });
    expect(await usesOf(promoCodeId)).toBe(0);
    const second = await order(await aPerson(), "latemoney");
    await cancelOrder(ctx, { orderId: second.id });
    expect(await usesOf(promoCodeId)).toBe(0);
    await payOrder(ctx, late.id);
    expect(await redemptionOf(late.id)).toMatchObject({ status: "consumed" });
    await payOrder(ctx, second.id);
    expect(await redemptionOf(second.id)).toMatchObject({ status: "honoured" });
    expect(await usesOf(promoCodeId)).toBe(1);
    const [row] = await db.select().from(orders).where(eq(orders.id, second.id));
    expect(row).toMatchObject({ status: "paid", total: 9000n });
  });

  it("takes a remembered code that fits, and goes without one that does not", async () => {
    await aCode({ code: "REMEMBERED" });
    const fits = await aPerson({ pendingPromoCode: "REMEMBERED" });
    const not = await aPerson({ pendingPromoCode: "GONE" });
    const quoteFor = (customerId: string) =>
      quoteOrder(ctx, {
        customerId,
        kind: "new",
        planId: plan.id,
        durationId: plan.durations[0]?.id ?? "",
        currency: "RUB",
      });
    expect((await quoteFor(fits)).total).toBe(9000n);
    expect((await quoteFor(not)).total).toBe(10_000n);
  });
});
