import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { customers } from "@/db/schema/customers";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import { subscriptions } from "@/db/schema/subscriptions";
import type { Ctx } from "@/server/core/context";
import { createPlan } from "@/server/domains/catalog";
import { dropPendingPromo, enterPromoCode, forgetUsedCode, pendingPromo } from ".";
import { promoShop } from "./testing/promo-shop";

const { ctx, db, aCode, aPerson, reserve } = await promoShop();
const DAY = 86_400_000;
const GIB = 1024n ** 3n;
const aPlanOf = (trafficLimitBytes: bigint, deviceLimit: number) =>
  createPlan(ctx, {
    name: { en: "Basic", ru: "Базовый" },
    description: { en: "", ru: "" },
    trafficLimitBytes,
    trafficStrategy: "MONTH",
    deviceLimit,
    internalSquads: ["7f7f5f4a-6a8e-4f39-9d6b-1f3a3f0f6c11"],
    externalSquad: null,
    audience: "all",
    durations: [{ days: 30, prices: [{ currency: "RUB", amount: 10_000n }] }],
  });
const plan = await aPlanOf(10n * GIB, 2);
const endless = await aPlanOf(0n, 0);

const as = (id: string): Ctx => ({ ...ctx, actor: { type: "customer", id } });
/** The customer does it. */
const enter = (customerId: string, code: string) =>
  enterPromoCode(as(customerId), { customerId, code });
const special = (code: string, given: (typeof promoCodes.$inferInsert)["special"], more = {}) =>
  aCode({ code, kind: "special", percentBp: null, special: given, ...more });
const subscriptionsOf = (customerId: string) =>
  db.select().from(subscriptions).where(eq(subscriptions.customerId, customerId));
const personOf = async (id: string) => {
  const [row] = await db.select().from(customers).where(eq(customers.id, id));
  return row;
};
const daysOf = (expiresAt: Date | undefined) =>
  Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / DAY);

describe("a code that takes something off an order", () => {
  it("is remembered for the next one, uses nothing, and is forgotten once used", async () => {
    const promoCodeId = await aCode({ code: "TENOFF" });
    const customerId = await aPerson();
    expect(await enter(customerId, " tenoff ")).toEqual({
      kind: "pending",
      code: "TENOFF",
      discount: { kind: "percent", basisPoints: 1000 },
    });
    expect((await personOf(customerId))?.pendingPromoCode).toBe("TENOFF");
    const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, promoCodeId));
    expect(row?.uses).toBe(0);
    const orderId = await reserve({ promoCodeId, customerId });
    await forgetUsedCode(ctx, { orderId });
    await forgetUsedCode(ctx, { orderId: "ord_without_code" });
    expect((await personOf(customerId))?.pendingPromoCode).toBeNull();
  });

  it("is shown while it waits, with why it would not be used, and given up on request", async () => {
    const promoCodeId = await aCode({ code: "WAITING" });
    const customerId = await aPerson();
    const pending = () => pendingPromo(as(customerId), { customerId });
    expect(await pending()).toBeNull();
    await enter(customerId, "waiting");
    const discount = { kind: "percent", basisPoints: 1000 };
    expect(await pending()).toEqual({ code: "WAITING", discount, refused: null });
    await db
      .update(promoCodes)
      .set({ validUntil: new Date(Date.now() - DAY) })
      .where(eq(promoCodes.id, promoCodeId));
    expect(await pending()).toMatchObject({ refused: "promo_expired" });
    const stranger = as(await aPerson());
    await expect(pendingPromo(stranger, { customerId })).rejects.toMatchObject({
      kind: "not_found",
    });
    await expect(dropPendingPromo(stranger, { customerId })).rejects.toMatchObject({
      kind: "not_found",
    });
    await dropPendingPromo(as(customerId), { customerId });
    expect(await pending()).toBeNull();
  });

  it("leaves another code that was entered meanwhile", async () => {
    const promoCodeId = await aCode({ code: "USEDONE" });
    await aCode({ code: "NEXTONE", kind: "fixed", percentBp: null, amounts: { RUB: "500" } });
    const customerId = await aPerson();
    const orderId = await reserve({ promoCodeId, customerId });
    expect(await enter(customerId, "nextone")).toMatchObject({
      discount: { kind: "fixed", amounts: [{ amount: 500n, currency: "RUB" }] },
    });
    await forgetUsedCode(ctx, { orderId });
    expect((await personOf(customerId))?.pendingPromoCode).toBe("NEXTONE");
  });

  it("says why not, and is nobody else's to enter", async () => {
    await aCode({ code: "NOTYOURS", groups: ["vip"] });
    const [a, b] = [await aPerson(), await aPerson()];
    await expect(enter(a, "notyours")).rejects.toMatchObject({ code: "promo_not_for_you" });
    await expect(enter(a, "x".repeat(1_000_000))).rejects.toMatchObject({ code: "promo_unknown" });
    await expect(enterPromoCode(as(a), { customerId: b, code: "notyours" })).rejects.toMatchObject({
      kind: "not_found",
    });
    expect((await personOf(a))?.pendingPromoCode).toBeNull();
  });
});

describe("a code that gives something by itself", () => {
  it("gives a plan for days once, however often the button is pressed", async () => {
    const promoCodeId = await special("FREEWEEK", { planId: plan.id, days: 7 });
    const customerId = await aPerson();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => enter(customerId, "freeweek")),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [one, ...more] = await subscriptionsOf(customerId);
    expect(more).toHaveLength(0);
    expect(one).toMatchObject({ planId: plan.id, origin: "gift", isTrial: false });
    expect(daysOf(one?.expiresAt)).toBe(7);
    const [log] = await db
      .select()
      .from(promoRedemptions)
      .where(eq(promoRedemptions.promoCodeId, promoCodeId));
    expect(log).toMatchObject({ status: "consumed", subscriptionId: one?.id, orderId: null });
  });

  it("lets no more than its uses have it, of fifty people at once", async () => {
    await special("FIRSTFIVE", { planId: plan.id, days: 7 }, { maxUses: 5 });
    const people = await Promise.all(Array.from({ length: 50 }, () => aPerson()));
    const tries = await Promise.allSettled(people.map((id) => enter(id, "firstfive")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const given = await Promise.all(people.map(subscriptionsOf));
    expect(given.filter(({ length }) => length > 0)).toHaveLength(5);
  });

  it("makes what runs longer: the same plan, or days alone", async () => {
    await special("WEEK1", { planId: plan.id, days: 7 });
    await special("PLUSTHREE", { days: 3 });
    const customerId = await aPerson();
    await enter(customerId, "week1");
    await special("WEEK2", { planId: plan.id, days: 7 });
    await enter(customerId, "week2");
    expect(await enter(customerId, "plusthree")).toMatchObject({
      kind: "granted",
      gifts: [{ kind: "days", days: 3 }],
    });
    const all = await subscriptionsOf(customerId);
    expect(all).toHaveLength(1);
    expect(daysOf(all[0]?.expiresAt)).toBe(17);
  });

  it("adds traffic and devices until the end, a discount and a group for good", async () => {
    await special("WEEK3", { planId: plan.id, days: 7 });
    await special("EVERYTHING", {
      trafficBytes: (5n * GIB).toString(),
      devices: 1,
      personalDiscountBp: 1500,
      group: "vip",
    });
    const customerId = await aPerson({ personalDiscountBp: 500, groups: ["old"] });
    await enter(customerId, "week3");
    const entered = await enter(customerId, "everything");
    expect(entered.kind === "granted" && entered.gifts.map(({ kind }) => kind)).toEqual([
      "traffic",
      "devices",
      "discount",
      "group",
    ]);
    const [one] = await subscriptionsOf(customerId);
    expect(one).toMatchObject({ trafficLimitBytes: 15n * GIB, deviceLimit: 3 });
    expect(await personOf(customerId)).toMatchObject({
      personalDiscountBp: 1500,
      groups: ["old", "vip"],
    });
  });

  it("keeps its use for later when there is nothing it could add to", async () => {
    const promoCodeId = await special("MOREDAYS", { days: 3 });
    await special("MOREGIGS", { trafficBytes: GIB.toString() });
    await special("ENDLESS", { planId: endless.id, days: 7 });
    const customerId = await aPerson();
    await expect(enter(customerId, "moredays")).rejects.toMatchObject({
      code: "promo_no_subscription",
    });
    const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, promoCodeId));
    expect(row?.uses).toBe(0);
    await enter(customerId, "endless");
    await expect(enter(customerId, "moregigs")).rejects.toMatchObject({
      code: "promo_nothing_to_add",
    });
    await enter(customerId, "moredays");
  });

  it("lowers nobody's discount", async () => {
    await special("SMALL", { personalDiscountBp: 300 });
    const customerId = await aPerson({ personalDiscountBp: 2000 });
    await enter(customerId, "small");
    expect((await personOf(customerId))?.personalDiscountBp).toBe(2000);
  });

  it("gives days of trial: a trial to who has nothing, more time to who has", async () => {
    const trial = { kind: "trial_days" as const, percentBp: null, trialDays: 5 };
    await aCode({ code: "TRY5", ...trial, special: { planId: plan.id } });
    await aCode({ code: "TRY5MORE", ...trial });
    const customerId = await aPerson();
    expect(await enter(customerId, "try5")).toMatchObject({ gifts: [{ kind: "trial", days: 5 }] });
    expect(await enter(customerId, "try5more")).toMatchObject({
      gifts: [{ kind: "days", days: 5 }],
    });
    const [one, ...more] = await subscriptionsOf(customerId);
    expect(more).toHaveLength(0);
    // The caps are those of trials, whatever the plan gives.
    expect(one).toMatchObject({ isTrial: true, origin: "trial", deviceLimit: 1 });
    expect(one?.trafficLimitBytes).toBe(5n * GIB);
    expect(daysOf(one?.expiresAt)).toBe(10);
  });
});
