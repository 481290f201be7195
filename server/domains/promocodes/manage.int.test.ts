import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import { createPlan } from "@/server/domains/catalog";
import { permissionsOf } from "@/server/rules/permissions";
import { promoRefusalFor } from "@/server/rules/promocode";
import {
  archivePromoCode,
  consumePromoCode,
  createPromoCode,
  generatePromoCodes,
  getPromoCode,
  listPromoCodes,
  listRedemptions,
  previewPromoCode,
  restorePromoCode,
  sweepReservations,
  updatePromoCode,
} from ".";
import { getPerson, termsOf } from "./internal";
import { promoShop } from "./testing/promo-shop";

const { ctx, db, aCode, aPerson, anOrderRow, check, reserve, inTx, later } = await promoShop();
const DAY = 86_400_000;
const ten = { kind: "percent" as const, percentBp: 1000 };
const as = (role: "support" | "admin") => ({
  ...ctx,
  actor: { type: "admin" as const, id: "adm_1", name: "A", permissions: permissionsOf(role) },
});
const plan = await createPlan(ctx, {
  name: { en: "Basic", ru: "Базовый" },
  description: { en: "", ru: "" },
  trafficLimitBytes: 0n,
  trafficStrategy: "MONTH",
  deviceLimit: 3,
  internalSquads: ["7f7f5f4a-6a8e-4f39-9d6b-1f3a3f0f6c11"],
  externalSquad: null,
  audience: "all",
  durations: [{ days: 30, prices: [{ currency: "RUB", amount: 10_000n }] }],
});
const durationId = plan.durations[0]?.id ?? "";

describe("createPromoCode", () => {
  it("stores what was entered, in upper case, and only what its kind gives", async () => {
    const made = await createPromoCode(as("admin"), {
      ...ten,
      code: " spring24 ",
      amounts: { RUB: 500n },
      trialDays: 5,
      minOrder: { RUB: 5000n },
      groups: ["vip"],
    });
    expect(made).toMatchObject({
      code: "SPRING24",
      state: "active",
      amounts: [],
      trialDays: null,
      minOrder: [{ amount: 5000n, currency: "RUB" }],
    });
    await expect(createPromoCode(ctx, { ...ten, code: "Spring24" })).rejects.toMatchObject({
      kind: "conflict",
      code: "promo_taken",
    });
  });

  it("refuses nonsense with words that say what to do", async () => {
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ ...ten, code: "A".repeat(1_000_000) }, /^code: .*3 to 32 characters/],
      [{ ...ten, code: "ab" }, /^code: .*3 to 32/],
      [{ ...ten, code: "скидка" }, /^code: /],
      [{ ...ten, percentBp: 0 }, /^percentBp: .*1 to 100/],
      [{ ...ten, percentBp: -500 }, /^percentBp: .*1 to 100/],
      [{ ...ten, percentBp: 10_100 }, /^percentBp: .*1 to 100/],
      [{ kind: "percent" }, /^percentBp: .*1 to 100/],
      [{ kind: "fixed" }, /^amounts: .*at least one currency/],
      [{ kind: "fixed", amounts: { RUB: -5n } }, /^amounts.RUB: .*above zero/],
      [{ kind: "trial_days" }, /^trialDays: .*number of days/],
      [{ kind: "special" }, /^special: .*at least one thing/],
      [{ kind: "special", special: { planId: plan.id } }, /^special: .*how many days/],
      [{ kind: "special", special: { planId: "pln_none", days: 5 } }, /^special: this plan is not/],
      [{ ...ten, maxUses: 0 }, /^maxUses: .*above zero/],
      [{ ...ten, perPerson: 0 }, /^perPerson: .*at least once/],
      [
        { ...ten, validFrom: new Date(DAY), validUntil: new Date(DAY) },
        /^validUntil: .*after the beginning/,
      ],
    ];
    for (const [input, words] of cases) {
      await expect(
        createPromoCode(ctx, { code: "NONSENSE", ...input } as never),
        JSON.stringify(Object.keys(input)),
      ).rejects.toMatchObject({ kind: "validation", message: expect.stringMatching(words) });
    }
  });

  it("is for those who may", async () => {
    await expect(createPromoCode(as("support"), { ...ten, code: "NOTME" })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("updatePromoCode", () => {
  it("changes everything of an unused code, and keeps name, kind and uses of a used one", async () => {
    const { id: promoCodeId } = await createPromoCode(ctx, { ...ten, code: "OLD" });
    const renamed = { kind: "fixed" as const, amounts: { RUB: 100n }, code: "NEWER" };
    expect(await updatePromoCode(ctx, { promoCodeId, ...renamed })).toMatchObject({
      code: "NEWER",
      kind: "fixed",
      percentBp: null,
    });
    for (const _ of [1, 2]) await reserve({ promoCodeId, customerId: await aPerson() });
    for (const change of [
      { ...renamed, code: "OTHER" },
      { ...ten, code: "NEWER" },
    ]) {
      await expect(updatePromoCode(ctx, { promoCodeId, ...change })).rejects.toMatchObject({
        code: "promo_in_use",
      });
    }
    await expect(
      updatePromoCode(ctx, { promoCodeId, ...renamed, maxUses: 1 }),
    ).rejects.toMatchObject({ code: "promo_below_uses", details: { uses: 2 } });
    await updatePromoCode(ctx, { promoCodeId, ...renamed, maxUses: 2 });
    expect(await getPromoCode(ctx, { promoCodeId })).toMatchObject({ state: "used_up", uses: 2 });
  });

  it("takes nobody else's code", async () => {
    const { id: promoCodeId } = await createPromoCode(ctx, { ...ten, code: "FIRST1" });
    await createPromoCode(ctx, { ...ten, code: "SECOND2" });
    await expect(
      updatePromoCode(ctx, { promoCodeId, ...ten, code: "second2" }),
    ).rejects.toMatchObject({ code: "promo_taken" });
  });
});

describe("archivePromoCode", () => {
  it("ends a code for everybody, and can be taken back", async () => {
    const { id: promoCodeId } = await createPromoCode(ctx, { ...ten, code: "ENDING" });
    const customerId = await aPerson();
    expect(await archivePromoCode(ctx, { promoCodeId })).toMatchObject({ state: "archived" });
    await expect(check({ code: "ENDING", customerId })).rejects.toMatchObject({
      code: "promo_unknown",
    });
    expect(await restorePromoCode(ctx, { promoCodeId })).toMatchObject({ state: "active" });
    await check({ code: "ENDING", customerId });
  });
});

describe("generatePromoCodes", () => {
  it("makes as many different codes as asked for, all of one batch", async () => {
    const { batch, count } = await generatePromoCodes(ctx, {
      ...ten,
      prefix: "gift-",
      count: 2500,
      maxUses: 1,
    });
    expect(count).toBe(2500);
    const rows = await db.select().from(promoCodes).where(eq(promoCodes.batch, batch));
    expect(new Set(rows.map(({ code }) => code)).size).toBe(2500);
    expect(
      rows.every(({ code, maxUses }) => /^GIFT-[A-Z2-9]{8}$/.test(code) && maxUses === 1),
    ).toBe(true);
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await listPromoCodes(ctx, { batch, limit: 200, cursor });
      for (const { id } of page.rows) seen.add(id);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.size).toBe(2500);
  });

  it("refuses more than ten thousand, and a prefix that is none", async () => {
    for (const [input, words] of [
      [{ count: 10_001, prefix: "" }, /^count: .*1 to 10000/],
      [{ count: 0, prefix: "" }, /^count: .*1 to 10000/],
      [{ count: 1, prefix: "a".repeat(1_000_000) }, /^prefix: .*20/],
    ] as const) {
      await expect(generatePromoCodes(ctx, { ...ten, ...input })).rejects.toMatchObject({
        message: expect.stringMatching(words),
      });
    }
  });
});

describe("lists", () => {
  it("show state, uses, revenue and what was given away, by currency", async () => {
    const promoCodeId = await aCode({ code: "MONEYMAKER", note: "for the newsletter" });
    for (const [currency, total] of [
      ["RUB", 9000n],
      ["RUB", 9000n],
      ["USD", 500n],
    ] as const) {
      const customerId = await aPerson();
      const orderId = await anOrderRow({ customerId, total, currency, paid: true });
      await reserve({ promoCodeId, customerId, orderId, currency });
      await inTx((tx) => consumePromoCode(tx, { orderId }));
    }
    await reserve({ promoCodeId, customerId: await aPerson() });
    const { rows } = await listPromoCodes(ctx, { q: "newsletter" });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ code: "MONEYMAKER", uses: 4, consumed: 3, reserved: 1 });
    expect(rows[0]?.revenue).toEqual([
      { amount: 18_000n, currency: "RUB" },
      { amount: 500n, currency: "USD" },
    ]);
    expect(rows[0]?.discount).toEqual([
      { amount: 2000n, currency: "RUB" },
      { amount: 1000n, currency: "USD" },
    ]);
    const log = await listRedemptions(ctx, { promoCodeId, limit: 3 });
    expect(log.rows).toHaveLength(3);
    const rest = await listRedemptions(ctx, { promoCodeId, cursor: log.nextCursor ?? undefined });
    expect(rest.rows).toHaveLength(1);
    const paid = [...log.rows, ...rest.rows].find(({ status }) => status === "consumed");
    expect(paid).toMatchObject({
      code: "MONEYMAKER",
      customerName: "Ann",
      discount: { amount: 1000n },
    });
    expect(paid?.orderNumber).toBeGreaterThan(0);
  });

  it("filter by state as the rule has it", async () => {
    const now = ctx.clock().getTime();
    const of = {
      active: await aCode({ note: "by state" }),
      scheduled: await aCode({ note: "by state", validFrom: new Date(now + DAY) }),
      expired: await aCode({
        note: "by state",
        validUntil: new Date(now - DAY),
        maxUses: 1,
        uses: 1,
      }),
      used_up: await aCode({
        note: "by state",
        maxUses: 1,
        uses: 1,
        validFrom: new Date(now + DAY),
      }),
      archived: await aCode({ note: "by state", archivedAt: new Date(now - DAY) }),
    };
    for (const [state, id] of Object.entries(of)) {
      const { rows } = await listPromoCodes(ctx, { q: "by state", state: [state as "active"] });
      expect(rows.map((row) => [row.id, row.state])).toEqual([[id, state]]);
    }
    await expect(listPromoCodes(ctx, { cursor: "' or 1=1" })).rejects.toMatchObject({
      code: "invalid_cursor",
    });
  });
});

describe("previewPromoCode", () => {
  it("counts who could use a draft exactly as the rule decides for each", async () => {
    const promoCodeId = await aCode({
      groups: ["vip", "staff"],
      newCustomersOnly: true,
      perPerson: 1,
    });
    const people: string[] = [];
    for (const groups of [[], ["vip"], ["staff", "x"], ["vip"]]) {
      for (const bought of [false, true]) {
        const customerId = await aPerson({ groups });
        people.push(customerId);
        if (bought) await anOrderRow({ customerId, total: 1n, currency: "RUB", paid: true });
      }
    }
    const user = people[2] ?? "";
    const orderId = await reserve({ promoCodeId, customerId: user });
    await inTx((tx) => consumePromoCode(tx, { orderId }));
    await aPerson({ groups: ["vip"], suspendedAt: new Date() });

    const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, promoCodeId));
    if (!row) throw new Error("no code");
    const verdicts = await Promise.all(
      people.map(async (customerId) =>
        promoRefusalFor(
          termsOf(row),
          await getPerson(ctx, { customerId, promoCodeId }),
          ctx.clock(),
        ),
      ),
    );
    const { audience } = await previewPromoCode(ctx, {
      promoCodeId,
      terms: { ...ten, groups: ["vip", "staff"], newCustomersOnly: true },
    });
    const countOf = (why: string) => audience.refused.find((one) => one.why === why)?.count ?? 0;
    const [{ count: everybody }] = (await db.execute(
      "select count(*)::int as count from customers",
    )) as unknown as [{ count: number }];
    expect(audience.total).toBe(everybody);
    expect(audience.eligible).toBe(verdicts.filter((why) => why === null).length);
    expect(audience.eligible).toBe(2);
    expect(countOf("promo_new_only")).toBe(
      verdicts.filter((why) => why === "promo_new_only").length,
    );
    expect(countOf("promo_per_person")).toBe(1);
    expect(countOf("suspended")).toBe(1);
    expect(audience.eligible + audience.refused.reduce((sum, { count }) => sum + count, 0)).toBe(
      everybody,
    );
  });

  it("shows what an example order would cost, or why it takes nothing off", async () => {
    const example = { planId: plan.id, durationId, currency: "RUB" as const };
    const preview = (terms: Parameters<typeof previewPromoCode>[1]["terms"]) =>
      previewPromoCode(ctx, { terms, example });
    expect((await preview({ ...ten, percentBp: 2500 })).example).toMatchObject({
      refused: null,
      total: { amount: 7500n, currency: "RUB" },
      lines: [
        { code: "plan", amount: 10_000n },
        { code: "promo", amount: -2500n },
      ],
    });
    const small = await preview({ ...ten, minOrder: { RUB: 10_001n } });
    expect(small.example).toMatchObject({ refused: "promo_min_order", total: { amount: 10_000n } });
    const past = await preview({ ...ten, validUntil: new Date(0) });
    expect(past.closed).toBe("promo_expired");
  });
});

describe("sweepReservations", () => {
  it("is the net: closed orders give back, paid ones keep, orphans are let go", async () => {
    const promoCodeId = await aCode({ maxUses: 10 });
    const states = ["pending", "expired", "cancelled", "fulfilled"] as const;
    const made = new Map<string, string>();
    for (const status of states) {
      const customerId = await aPerson();
      const orderId = await anOrderRow({ customerId, total: 1n, currency: "RUB", status });
      await reserve({ promoCodeId, customerId, orderId });
      made.set(status, orderId);
    }
    made.set("orphan", await reserve({ promoCodeId, customerId: await aPerson() }));
    await sweepReservations(later(2 * 3_600_000));
    const rows = await db
      .select()
      .from(promoRedemptions)
      .where(eq(promoRedemptions.promoCodeId, promoCodeId));
    const statusOf = (name: string) =>
      rows.find(({ orderId }) => orderId === made.get(name))?.status;
    expect(statusOf("pending")).toBe("reserved");
    expect(statusOf("expired")).toBe("released");
    expect(statusOf("cancelled")).toBe("released");
    expect(statusOf("fulfilled")).toBe("consumed");
    expect(statusOf("orphan")).toBe("released");
    expect(await getPromoCode(ctx, { promoCodeId })).toMatchObject({ uses: 2 });
  });
});
