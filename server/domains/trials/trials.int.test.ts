import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { subscriptions } from "@/db/schema/subscriptions";
import { trialClaims } from "@/db/schema/trials";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { adjustCredit, getBalance, proveBalances } from "@/server/domains/ledger";
import { fulfilOrder } from "@/server/domains/orders";
import { updateSettingsGroup } from "@/server/domains/settings";
import { getSubscriptionView } from "@/server/domains/subscriptions";
import { aCustomer, anOrder, aPlan, payOrder } from "@/server/testing/builders";
import {
  consumeTrial,
  markTrialConverted,
  releaseRefusedTrials,
  startTrial,
  trialFigures,
  trialOffer,
} from ".";

const { db } = await testDatabase();
let now = new Date();
const ctx = systemContext("test", { db, clock: () => now });
const asCustomer = (id: string) => ({ ...ctx, actor: { type: "customer" as const, id } });
const plan = await aPlan(ctx);
const change = (values: Record<string, string | number | boolean>) =>
  updateSettingsGroup(ctx, { id: "trial", values });

const claimsOf = (customerId: string) =>
  db.select().from(trialClaims).where(eq(trialClaims.customerId, customerId));
const rowOf = async (id: string) =>
  (await db.select().from(subscriptions).where(eq(subscriptions.id, id)))[0];

it("gives one trial to fifty presses at once, capped as the settings say", async () => {
  const customerId = await aCustomer(ctx);
  const all = await Promise.allSettled(
    Array.from({ length: 50 }, () => startTrial(asCustomer(customerId), { customerId })),
  );
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refusals = all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(new Set(refusals)).toEqual(new Set(["trial_used"]));
  const claims = await claimsOf(customerId);
  expect(claims).toMatchObject([{ nth: 1, status: "reserved" }]);
  expect(await rowOf(claims[0]?.subscriptionId ?? "")).toMatchObject({
    isTrial: true,
    origin: "trial",
    planId: plan.id,
    trafficLimitBytes: 5n * 1024n ** 3n,
    trafficStrategy: "NO_RESET",
    deviceLimit: 1,
    internalSquads: plan.internalSquads,
    expiresAt: new Date(now.getTime() + 3 * 86_400_000),
  });
});

it("is offered to whom it is due and to nobody else", async () => {
  const customerId = await aCustomer(ctx);
  expect(await trialOffer(ctx, { customerId })).toMatchObject({ days: 3, deviceLimit: 1 });
  await expect(startTrial(asCustomer(await aCustomer(ctx)), { customerId })).rejects.toMatchObject({
    kind: "not_found",
  });

  const buyer = await aCustomer(ctx);
  const order = await anOrder(ctx, { customerId: buyer, plan });
  await payOrder(ctx, order.id);
  expect(await trialOffer(ctx, { customerId: buyer })).toBeNull();
  await expect(startTrial(ctx, { customerId: buyer })).rejects.toMatchObject({
    code: "trial_not_for_you",
  });

  await change({ audience: "invited" });
  expect(await trialOffer(ctx, { customerId })).toBeNull();
  const invited = await aCustomer(ctx, { referredBy: customerId });
  expect(await trialOffer(ctx, { customerId: invited })).not.toBeNull();
  await change({ audience: "new", enabled: false });
  expect(await trialOffer(ctx, { customerId: invited })).toBeNull();
  await change({ enabled: true });
});

it("is converted by buying any plan, in place and with its limits gone, also after its end", async () => {
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await startTrial(ctx, { customerId });
  await consumeTrial(ctx, { subscriptionId });
  expect(await claimsOf(customerId)).toMatchObject([{ status: "consumed" }]);
  // An add-on fulfilled on it is no conversion.
  await markTrialConverted(ctx, { subscriptionId });
  expect(await claimsOf(customerId)).toMatchObject([{ convertedAt: null }]);
  now = new Date(now.getTime() + 5 * 86_400_000);
  const bigger = await aPlan(ctx, { deviceLimit: 7, trafficLimitBytes: 0n });
  const view = await getSubscriptionView(ctx, { subscriptionId });
  expect(view).toMatchObject({ canRenew: true, canUpgrade: true });
  const order = await anOrder(ctx, { customerId, plan: bigger, kind: "upgrade", subscriptionId });
  await payOrder(ctx, order.id);
  expect(await fulfilOrder(ctx, { orderId: order.id })).toEqual({ subscriptionId });
  await Promise.all([1, 2].map(() => markTrialConverted(ctx, { subscriptionId })));
  expect(await rowOf(subscriptionId)).toMatchObject({
    isTrial: false,
    deviceLimit: 7,
    trafficLimitBytes: 0n,
    panelUsername: (await rowOf(subscriptionId))?.panelUsername,
    expiresAt: new Date(now.getTime() + 30 * 86_400_000),
  });
  expect(await claimsOf(customerId)).toMatchObject([{ convertedAt: now }]);
  expect((await trialFigures(ctx)).converted).toBe(1);
});

it("is due again when the panel refused the first one for good", async () => {
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await startTrial(ctx, { customerId });
  await db
    .update(subscriptions)
    .set({ provisioning: "rejected", updatedAt: now })
    .where(eq(subscriptions.id, subscriptionId));
  expect(await releaseRefusedTrials(ctx)).toBe(0);
  now = new Date(now.getTime() + 2 * 3_600_000);
  expect(await releaseRefusedTrials(ctx)).toBe(1);
  expect(await claimsOf(customerId)).toMatchObject([{ status: "released" }]);
  expect(await rowOf(subscriptionId)).toMatchObject({ enabled: false });
  await startTrial(ctx, { customerId });
});

it("takes a price from the balance, once, and gives it back when the trial never came", async () => {
  const customerId = await aCustomer(ctx);
  const credit = () =>
    getBalance(ctx, { kind: "customer_credit", owner: customerId, currency: "RUB" });
  const give = (amount: bigint, clientKey: string) =>
    adjustCredit(ctx, { customerId, amount, currency: "RUB", reason: "a gift", clientKey });
  await change({ price: "10" });
  expect(await trialOffer(ctx, { customerId })).toMatchObject({
    price: { amount: 1000n, currency: "RUB" },
  });
  await give(999n, `first:${customerId}`);
  await expect(startTrial(asCustomer(customerId), { customerId })).rejects.toMatchObject({
    code: "insufficient_credit",
  });
  expect([await claimsOf(customerId), await credit()]).toEqual([[], 999n]);
  await give(4001n, `second:${customerId}`);
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, () => startTrial(asCustomer(customerId), { customerId })),
  );
  const [subscriptionId] = all.flatMap((one) =>
    one.status === "fulfilled" ? [one.value.subscriptionId] : [],
  );
  expect(await credit()).toBe(4000n);
  await db
    .update(subscriptions)
    .set({ provisioning: "rejected", updatedAt: now })
    .where(eq(subscriptions.id, subscriptionId ?? ""));
  now = new Date(now.getTime() + 2 * 3_600_000);
  expect(await Promise.all([releaseRefusedTrials(ctx), releaseRefusedTrials(ctx)])).toContain(1);
  expect(await credit()).toBe(5000n);
  expect(await proveBalances(ctx)).toEqual([]);
  await change({ price: "" });
});

it("keeps the claim of a trial that was delivered in the last moment", async () => {
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await startTrial(ctx, { customerId });
  await consumeTrial(ctx, { subscriptionId });
  await db
    .update(subscriptions)
    .set({ provisioning: "rejected", updatedAt: now })
    .where(eq(subscriptions.id, subscriptionId));
  now = new Date(now.getTime() + 2 * 3_600_000);
  expect(await releaseRefusedTrials(ctx)).toBe(0);
  expect(await rowOf(subscriptionId)).toMatchObject({ enabled: true });
});

it("refuses settings that make no sense, in words", async () => {
  await expect(change({ squads: "the fast ones" })).rejects.toThrow(/uuids, separated by commas/);
  for (const price of ["-1", "ten", "1.999"]) {
    await expect(change({ price })).rejects.toThrow(/amount in RUB like 10/);
  }
  await expect(change({ days: 0 })).rejects.toMatchObject({ kind: "validation" });
});
