import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { plans } from "@/db/schema/catalog";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import { inTransaction } from "@/server/core/context";
import { panelShop } from "@/server/testing/panel-shop";
import {
  changePlanByAdmin,
  devicesToDrop,
  endEntitlement,
  expireDue,
  getSubscriptionDetail,
  getSubscriptionView,
  giftDays,
  grantEntitlement,
  listCustomerSubscriptions,
  listGrants,
  listSubscriptions,
  setEnabled,
} from ".";

const shop = await panelShop();
const { ctx, db, grant, grantOf, addCustomer } = shop;
const DAY = 86_400_000;

const read = async (id: string) => {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no row");
  return row;
};

describe("grantEntitlement", () => {
  it("grants an order once, however often it is asked", async () => {
    const customerId = await addCustomer();
    const input = grantOf(customerId, { orderId: "ord_once" });
    const first = await grant(input);
    expect(await grant(input)).toEqual(first);
    expect(await listCustomerSubscriptions(ctx, { customerId })).toHaveLength(1);
  });

  it("extends from the end, or from now when it is over", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    const before = await read(subscriptionId);
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
    const after = await read(subscriptionId);
    expect(after.expiresAt.getTime() - before.expiresAt.getTime()).toBe(30 * DAY);

    const late = { ...ctx, clock: () => new Date(after.expiresAt.getTime() + 5 * DAY) };
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }), late);
    expect((await read(subscriptionId)).expiresAt.getTime()).toBe(
      after.expiresAt.getTime() + 35 * DAY,
    );
  });

  it("adds up concurrent renewals of one subscription", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    const before = await read(subscriptionId);
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        grant(grantOf(customerId, { kind: "renew", subscriptionId, orderId: `ord_many_${n}` })),
      ),
    );
    const after = await read(subscriptionId);
    expect(after.expiresAt.getTime() - before.expiresAt.getTime()).toBe(8 * 30 * DAY);
    expect(after.desiredRevision).toBe(9);
  });

  it("refuses somebody else's subscription", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    const stranger = grantOf(await addCustomer(), { kind: "renew", subscriptionId });
    await expect(grant(stranger)).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("endEntitlement", () => {
  it("takes the unused time back and moves later periods forward", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId, { orderId: "ord_a" }));
    await grant(grantOf(customerId, { kind: "renew", subscriptionId, orderId: "ord_b" }));
    const end = () => inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_a" }));
    await end();
    const left = (await read(subscriptionId)).expiresAt.getTime() - Date.now();
    expect(Math.round(left / DAY)).toBe(30);
    const revision = (await read(subscriptionId)).desiredRevision;
    await end();
    expect((await read(subscriptionId)).desiredRevision).toBe(revision);
  });

  it("cancels when nothing is left", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId, { orderId: "ord_c" }));
    await inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_c" }));
    const detail = await getSubscriptionDetail(ctx, { subscriptionId });
    expect(detail.view.status).toBe("cancelled");
    expect(detail.history.map(({ to }) => to)).toEqual(["cancelled", "pending"]);
  });
});

it("asks which devices to drop before a plan with room for fewer", async () => {
  const customerId = await addCustomer();
  const { subscriptionId } = await grant(grantOf(customerId));
  await db.insert(plans).values({
    id: "pln_small",
    name: { en: "Small", ru: "Малый" },
    description: { en: "", ru: "" },
    trafficLimitBytes: 1n,
    trafficStrategy: "MONTH",
    deviceLimit: 1,
    internalSquads: [],
  });
  const change = (dropDevices: string[]) =>
    changePlanByAdmin(ctx, { subscriptionId, planId: "pln_small", dropDevices });
  await db
    .insert(subscriptionDevices)
    .values(["one", "two"].map((hwid) => ({ subscriptionId, hwid })));
  await db.update(subscriptions).set({ devicesObservedAt: new Date() });
  await expect(change([])).rejects.toMatchObject({
    kind: "precondition",
    code: "devices_must_be_dropped",
    details: { used: 2, limit: 1, mustDrop: 1 },
  });
  await change(["two"]);
  const [view] = await listCustomerSubscriptions(ctx, { customerId });
  expect(view?.devices).toMatchObject({ used: 1, limit: 1 });
});

it("writes who changed what, and shows what time alone ended", async () => {
  const customerId = await addCustomer({ firstName: "Findme" });
  const { subscriptionId } = await grant(grantOf(customerId));
  await giftDays(ctx, { subscriptionId, days: 3, reason: "sorry" });
  await setEnabled(ctx, { subscriptionId, enabled: false });
  expect((await read(subscriptionId)).status).toBe("disabled");
  const late = { ...ctx, clock: () => new Date(Date.now() + 40 * DAY) };
  await expireDue(late);
  expect((await read(subscriptionId)).status).toBe("expired");
  const { history } = await getSubscriptionDetail(ctx, { subscriptionId });
  expect(history.map(({ to, why }) => `${to}:${why}`)).toEqual([
    "expired:time",
    "disabled:disable",
    "pending:new",
  ]);
  const found = await listSubscriptions(ctx, { q: "findm", status: ["expired"] });
  expect(found.rows.map(({ id }) => id)).toEqual([subscriptionId]);
});

it("pages by key without loss", async () => {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await listSubscriptions(ctx, { limit: 2, sort: "expires", cursor });
    for (const { id } of page.rows) seen.add(id);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen.size).toBe((await db.select().from(subscriptions)).length);
});

it("knows no kind that grants nothing", async () => {
  const input = grantOf(await addCustomer(), { kind: "topup" });
  await expect(inTransaction(ctx, (tx) => grantEntitlement(tx, input))).rejects.toMatchObject({
    code: "kind_not_granted",
  });
});

it("shows a stranger nothing and lets a customer change nothing here", async () => {
  const { subscriptionId } = await grant(grantOf(await addCustomer()));
  const stranger = { ...ctx, actor: { type: "customer" as const, id: await addCustomer() } };
  const input = { subscriptionId };
  for (const attempt of [
    () => listGrants(stranger, input),
    () => devicesToDrop(stranger, { ...input, deviceLimit: 1 }),
    () => getSubscriptionView(stranger, input),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ kind: "not_found" });
  }
  await expect(giftDays(stranger, { ...input, days: 1 })).rejects.toMatchObject({
    kind: "forbidden",
  });
});
