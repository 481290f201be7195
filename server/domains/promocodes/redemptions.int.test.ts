import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { alerts } from "@/db/schema/monitoring";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import { consumePromoCode, releasePromoCode } from ".";
import { promoShop } from "./testing/promo-shop";

const { ctx, db, aCode, aPerson, check, reserve, later, inTx } = await promoShop();

const usesOf = async (id: string) => {
  const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, id));
  return row?.uses;
};
const statusOf = async (orderId: string) => {
  const [row] = await db
    .select()
    .from(promoRedemptions)
    .where(eq(promoRedemptions.orderId, orderId));
  return row?.status;
};
const consume = (orderId: string) => inTx((tx) => consumePromoCode(tx, { orderId }));
const release = (orderId: string) => inTx((tx) => releasePromoCode(tx, { orderId }));
const outcomes = async (tries: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(tries);
  return {
    done: settled.filter(({ status }) => status === "fulfilled").length,
    refused: new Set(
      settled.flatMap((one) => (one.status === "rejected" ? [one.reason.code ?? one.reason] : [])),
    ),
  };
};

describe("reservePromoCode", () => {
  it("lets ten of two hundred have a code with ten uses", async () => {
    const promoCodeId = await aCode({ maxUses: 10 });
    const people = await Promise.all(Array.from({ length: 200 }, () => aPerson()));
    const { done, refused } = await outcomes(
      people.map((customerId) => reserve({ promoCodeId, customerId })),
    );
    expect(done).toBe(10);
    expect([...refused]).toEqual(["promo_used_up"]);
    expect(await usesOf(promoCodeId)).toBe(10);
    const rows = await db
      .select()
      .from(promoRedemptions)
      .where(eq(promoRedemptions.promoCodeId, promoCodeId));
    expect(rows).toHaveLength(10);
  });

  it("gives one person what is theirs of twenty attempts at once, and no more", async () => {
    for (const perPerson of [1, 3]) {
      const promoCodeId = await aCode({ perPerson });
      const customerId = await aPerson();
      const { done, refused } = await outcomes(
        Array.from({ length: 20 }, () => reserve({ promoCodeId, customerId })),
      );
      expect(done).toBe(perPerson);
      expect([...refused]).toEqual(["promo_per_person"]);
      expect(await usesOf(promoCodeId)).toBe(perPerson);
    }
  });

  it("reserves once an order, however often it is called", async () => {
    const promoCodeId = await aCode();
    const customerId = await aPerson();
    const orderId = await reserve({ promoCodeId, customerId });
    await reserve({ promoCodeId, customerId, orderId });
    expect(await usesOf(promoCodeId)).toBe(1);
  });

  it("asks again what may have changed since the quote", async () => {
    const promoCodeId = await aCode({ validUntil: new Date(ctx.clock().getTime() + 60_000) });
    const customerId = await aPerson();
    await expect(reserve({ promoCodeId, customerId, at: later(600_000) })).rejects.toMatchObject({
      code: "promo_expired",
    });
    await db
      .update(promoCodes)
      .set({ archivedAt: ctx.clock() })
      .where(eq(promoCodes.id, promoCodeId));
    await expect(reserve({ promoCodeId, customerId })).rejects.toMatchObject({
      code: "promo_unknown",
    });
    expect(await usesOf(promoCodeId)).toBe(0);
  });
});

describe("consumePromoCode and releasePromoCode", () => {
  it("honours a reservation of a code that is full, over and archived by now", async () => {
    const promoCodeId = await aCode({ maxUses: 1 });
    const orderId = await reserve({ promoCodeId, customerId: await aPerson() });
    await expect(reserve({ promoCodeId, customerId: await aPerson() })).rejects.toMatchObject({
      code: "promo_used_up",
    });
    await db
      .update(promoCodes)
      .set({ archivedAt: ctx.clock(), validUntil: new Date(0) })
      .where(eq(promoCodes.id, promoCodeId));
    await consume(orderId);
    await consume(orderId);
    expect(await statusOf(orderId)).toBe("consumed");
    expect(await usesOf(promoCodeId)).toBe(1);
  });

  it("gives a use back once, and never one that was paid for", async () => {
    const promoCodeId = await aCode({ maxUses: 5 });
    const customerId = await aPerson();
    const orderId = await reserve({ promoCodeId, customerId });
    const released = await Promise.all([release(orderId), release(orderId), release(orderId)]);
    expect(released.filter(Boolean)).toHaveLength(1);
    expect(await usesOf(promoCodeId)).toBe(0);
    const paid = await reserve({ promoCodeId, customerId });
    await consume(paid);
    expect(await release(paid)).toBe(false);
    expect(await usesOf(promoCodeId)).toBe(1);
  });

  it("takes a free use again for money that came after the order was over", async () => {
    const promoCodeId = await aCode({ maxUses: 1 });
    const orderId = await reserve({ promoCodeId, customerId: await aPerson() });
    await release(orderId);
    await Promise.all([consume(orderId), consume(orderId)]);
    expect(await statusOf(orderId)).toBe("consumed");
    expect(await usesOf(promoCodeId)).toBe(1);
  });

  it("honours what was quoted when the last use is gone meanwhile, counts it apart and tells", async () => {
    const promoCodeId = await aCode({ maxUses: 1 });
    const late = await reserve({ promoCodeId, customerId: await aPerson() });
    await release(late);
    const other = await reserve({ promoCodeId, customerId: await aPerson() });
    await consume(other);
    await consume(late);
    await consume(late);
    expect(await statusOf(late)).toBe("honoured");
    expect(await usesOf(promoCodeId)).toBe(1);
    const raised = await db.select().from(alerts).where(eq(alerts.kind, "promo_honoured"));
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({ count: 1, href: `/admin/promocodes/${promoCodeId}` });
  });

  it("honours, too, when the person used their share by another order meanwhile", async () => {
    const promoCodeId = await aCode({ perPerson: 1 });
    const customerId = await aPerson();
    const late = await reserve({ promoCodeId, customerId });
    await release(late);
    await consume(await reserve({ promoCodeId, customerId }));
    await consume(late);
    expect(await statusOf(late)).toBe("honoured");
    await expect(reserve({ promoCodeId, customerId })).rejects.toMatchObject({
      code: "promo_per_person",
    });
  });

  it("keeps uses and redemptions equal under everything at once", async () => {
    const promoCodeId = await aCode({ maxUses: 7, perPerson: 2 });
    const people = await Promise.all(Array.from({ length: 12 }, () => aPerson()));
    await Promise.allSettled(
      people.flatMap((customerId) =>
        [1, 2, 3].map(async (turn) => {
          const orderId = await reserve({ promoCodeId, customerId });
          if (turn !== 1) await release(orderId);
          if (turn !== 2) await consume(orderId);
        }),
      ),
    );
    const rows = await db
      .select()
      .from(promoRedemptions)
      .where(and(eq(promoRedemptions.promoCodeId, promoCodeId)));
    const counted = rows.filter(({ status }) => status === "reserved" || status === "consumed");
    expect(await usesOf(promoCodeId)).toBe(counted.length);
    expect(counted.length).toBeLessThanOrEqual(7);
  });
});

describe("checkPromoCode", () => {
  it("does not count uses that the person's own open orders hold", async () => {
    const promoCodeId = await aCode({ code: "LASTONE", maxUses: 1 });
    const customerId = await aPerson();
    await reserve({ promoCodeId, customerId });
    expect(await check({ code: "lastone", customerId })).toMatchObject({ code: "LASTONE" });
    await expect(check({ code: "lastone", customerId: await aPerson() })).rejects.toMatchObject({
      code: "promo_used_up",
    });
  });

  it("says by code and values why not", async () => {
    const customerId = await aPerson();
    const day = 86_400_000;
    await aCode({ code: "SOON", validFrom: new Date(ctx.clock().getTime() + day) });
    await aCode({ code: "OVER", validUntil: new Date(ctx.clock().getTime() - day) });
    await aCode({ code: "VIPS", groups: ["vip"] });
    await aCode({ code: "BIG", minOrder: { RUB: "50000" } });
    await aCode({ code: "OTHER", planIds: ["pln_other"] });
    await aCode({ code: "YEAR", durationDays: [365] });
    await aCode({ code: "DOLLARS", kind: "fixed", percentBp: null, amounts: { USD: "500" } });
    await aCode({ code: "GIFT", kind: "special", percentBp: null, special: { group: "vip" } });
    const why = async (code: string) => {
      try {
        await check({ code, customerId });
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(await why("SOON")).toBe("promo_not_started");
    expect(await why("OVER")).toBe("promo_expired");
    expect(await why("VIPS")).toBe("promo_not_for_you");
    expect(await why("OTHER")).toBe("promo_not_for_plan");
    expect(await why("YEAR")).toBe("promo_not_for_plan");
    expect(await why("DOLLARS")).toBe("promo_not_for_currency");
    expect(await why("GIFT")).toBe("promo_no_order");
    expect(await why("NOSUCHCODE")).toBe("promo_unknown");
    expect(await why("'; drop table promo_codes; --")).toBe("promo_unknown");
    await expect(check({ code: "BIG", customerId })).rejects.toMatchObject({
      code: "promo_min_order",
      details: { amount: "50000", currency: "RUB" },
    });
  });

  it("refuses a code of a million characters at once", async () => {
    const customerId = await aPerson();
    const began = performance.now();
    await expect(check({ code: "A".repeat(1_000_000), customerId })).rejects.toMatchObject({
      code: "promo_unknown",
    });
    expect(performance.now() - began).toBeLessThan(100);
  });

  it("lets nobody ask for somebody else", async () => {
    await aCode({ code: "MINE" });
    const [a, b] = [await aPerson(), await aPerson()];
    const at = { ...ctx, actor: { type: "customer" as const, id: a } };
    await expect(check({ code: "MINE", customerId: b }, at)).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await check({ code: "MINE", customerId: a }, at)).toMatchObject({ stacks: true });
  });
});
