import { describe, expect, it } from "vitest";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { permissionsOf } from "@/server/rules/permissions";
import { aCustomer, aDuration, anOrder, aPlan, payOrder } from "@/server/testing/builders";
import {
  archivePlan,
  createPlan,
  getPlan,
  getStorefront,
  listPlans,
  reorderPlans,
  restorePlan,
  updatePlan,
} from ".";
import type { PlanView } from "./schemas";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const offered = async (customerId: string) =>
  (await getStorefront(ctx, { customerId })).plans.map(({ id }) => id);

describe("getStorefront", () => {
  it("offers by audience: new people, those who have bought, those who came from the panel", async () => {
    const forNew = await aPlan(ctx, { audience: "new" });
    const forExisting = await aPlan(ctx, { audience: "existing" });
    const hidden = await aPlan(ctx, { audience: "hidden" });
    const [fresh, buyer, imported] = [
      await aCustomer(ctx),
      await aCustomer(ctx),
      await aCustomer(ctx),
    ];
    const order = await anOrder(ctx, { customerId: buyer, plan: forNew });
    expect(await offered(buyer)).toContain(forNew.id);
    await payOrder(ctx, order.id);
    await db.insert(subscriptions).values({
      id: newId("subscription"),
      customerId: imported,
      origin: "import",
      plan: { id: "", name: { en: "Old", ru: "Старый" } },
      expiresAt: new Date(),
      trafficLimitBytes: 0n,
      trafficStrategy: "MONTH",
      internalSquads: [],
      panelUsername: "old_user",
    });
    expect(await offered(fresh)).toEqual([forNew.id]);
    expect(await offered(buyer)).toEqual([forExisting.id]);
    expect(await offered(imported)).toEqual([forExisting.id]);
    expect(await offered(fresh)).not.toContain(hidden.id);
    for (const { id } of [forNew, forExisting, hidden]) await archivePlan(ctx, { planId: id });
  });

  it("leaves out what is archived or has no price, and shows no squads", async () => {
    const plan = await aPlan(ctx, {
      durations: [aDuration(30, 100n), { days: 90, prices: [] }],
    });
    const priceless = await aPlan(ctx, { durations: [{ days: 30, prices: [] }] });
    const customerId = await aCustomer(ctx);
    const { plans } = await getStorefront(ctx, { customerId });
    expect(plans.map(({ id }) => id)).toEqual([plan.id]);
    expect(plans[0]?.durations.map(({ days }) => days)).toEqual([30]);
    expect(plans[0]).not.toHaveProperty("internalSquads");
    await archivePlan(ctx, { planId: plan.id });
    expect(await offered(customerId)).toEqual([]);
    await restorePlan(ctx, { planId: plan.id });
    expect(await offered(customerId)).toEqual([plan.id]);
    await archivePlan(ctx, { planId: plan.id });
    await archivePlan(ctx, { planId: priceless.id });
  });

  it("is not for other customers", async () => {
    const stranger: Ctx = { ...ctx, actor: { type: "customer", id: await aCustomer(ctx) } };
    await expect(
      getStorefront(stranger, { customerId: await aCustomer(ctx) }),
    ).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("updatePlan", () => {
  const input = ({ id, position, archivedAt, durations, ...rest }: PlanView) => ({
    planId: id,
    ...rest,
    durations: durations.map(({ days, prices }) => ({ days, prices })),
  });

  it("replaces durations and prices, and a duration that comes back keeps its id", async () => {
    const plan = await aPlan(ctx, { durations: [aDuration(30, 100n), aDuration(90, 250n)] });
    const [month, quarter] = plan.durations;
    const shrunk = await updatePlan(ctx, { ...input(plan), durations: [aDuration(90, 240n)] });
    expect(shrunk.durations).toEqual([{ ...quarter, prices: [{ currency: "RUB", amount: 240n }] }]);
    const grown = await updatePlan(ctx, {
      ...input(shrunk),
      durations: [aDuration(30, 110n), aDuration(90, 240n)],
    });
    expect(grown.durations.map(({ id }) => id)).toEqual([month?.id, quarter?.id]);
    const [audit] = await sql`
      select before, after from audit_log where subject_id = ${plan.id} order by seq desc limit 1`;
    expect(audit?.before.durations).toHaveLength(1);
    expect(audit?.after.durations).toHaveLength(2);
    const [event] = await sql`
      select count(*)::int as n from outbox
      where name = 'catalog/changed' and data->>'planId' = ${plan.id}`;
    expect(event?.n).toBe(3);
  });

  it("survives ten saving at once", async () => {
    const plan = await aPlan(ctx);
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        updatePlan(ctx, {
          ...input(plan),
          durations: [aDuration(30, BigInt(n)), aDuration(n + 60, 9n)],
        }),
      ),
    );
    expect((await getPlan(ctx, { planId: plan.id })).durations).toHaveLength(2);
  });
});

it("puts the plans named first, in that order, and leaves the others behind them", async () => {
  for (const { id } of await listPlans(ctx)) await archivePlan(ctx, { planId: id });
  const [a, b, c] = [await aPlan(ctx), await aPlan(ctx), await aPlan(ctx)];
  await reorderPlans(ctx, { planIds: [c.id, a.id] });
  expect((await listPlans(ctx)).map(({ id }) => id)).toEqual([c.id, a.id, b.id]);
});

describe("bad input", () => {
  const good = {
    name: { en: "X", ru: "Х" },
    description: { en: "", ru: "" },
    trafficLimitBytes: 0n,
    trafficStrategy: "MONTH" as const,
    deviceLimit: null,
    internalSquads: ["7f7f5f4a-6a8e-4f39-9d6b-1f3a3f0f6c11"],
    externalSquad: null,
    audience: "all" as const,
    durations: [aDuration(30, 100n)],
  };
  it.each([
    ["a negative price", { durations: [aDuration(30, -1n)] }, "a price is not negative"],
    ["no duration", { durations: [] }, "add at least one duration"],
    ["zero days", { durations: [aDuration(0, 1n)] }, "at least one day"],
    [
      "a duration twice",
      { durations: [aDuration(30, 1n), aDuration(30, 2n)] },
      "each duration once",
    ],
    ["no name", { name: { en: "X", ru: " " } }, "write a name"],
    ["no squad", { internalSquads: [] }, "choose at least one squad"],
    ["more traffic than can be counted", { trafficLimitBytes: 2n ** 60n }, "more than the panel"],
  ])("refuses %s and says why", async (_what, bad, message) => {
    await expect(createPlan(ctx, { ...good, ...bad })).rejects.toMatchObject({
      kind: "validation",
      message: expect.stringContaining(message),
    });
  });

  it("is refused to those who may not write", async () => {
    const support: Ctx = {
      ...ctx,
      actor: { type: "admin", id: "a", name: "A", permissions: permissionsOf("support") },
    };
    await expect(createPlan(support, good)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(archivePlan(ctx, { planId: "pln_none" })).rejects.toMatchObject({
      code: "plan_not_found",
    });
  });
});
