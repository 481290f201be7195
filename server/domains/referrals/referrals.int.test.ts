import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { orders } from "@/db/schema/orders";
import { referralClicks, referralRewards, referrals } from "@/db/schema/referrals";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { inTransaction, systemContext } from "@/server/core/context";
import { upsertTelegramCustomer } from "@/server/domains/customers";
import { getBalance, postJournal, proveBalances } from "@/server/domains/ledger";
import { tellReward } from "@/server/domains/notifications";
import { quoteOrder, recordOrderRefund, refundToCredit } from "@/server/domains/orders";
import { updateSettingsGroup } from "@/server/domains/settings";
import { startTrial } from "@/server/domains/trials";
import { aCustomer, anOrder, aPlan, aPurchase, payOrder } from "@/server/testing/builders";
import {
  archiveCampaign,
  changeReferralCode,
  createCampaign,
  grantPending,
  listCampaigns,
  listRewards,
  ownReferrals,
  recordAdClick,
  recordReferralClick,
  recordSignUp,
  referralFunnel,
  rejectReward,
  releaseReward,
  reviewGranted,
  settleReferral,
  topReferrers,
} from ".";

const { db } = await testDatabase();
const now = new Date();
const ctx = systemContext("test", { db, clock: () => now });
const plan = await aPlan(ctx);
const DAY = 86_400_000;

let telegram = 5_000_000n;
/** Somebody who comes by an invitation. */
async function invitedBy(referrerId: string, campaign = "") {
  const [referrer] = await db.select().from(customers).where(eq(customers.id, referrerId));
  telegram += 1n;
  const { customer } = await upsertTelegramCustomer(ctx, {
    telegramId: telegram,
    username: null,
    firstName: "Bob",
    lastName: "",
    languageCode: "en",
    startPayload: `ref_${referrer?.referralCode}${campaign && `-${campaign}`}`,
  });
  await recordSignUp(ctx, { customerId: customer.id });
  return customer.id;
}
const code = () => `R${Math.random().toString(36).slice(2, 10).toUpperCase()}`;
const aReferrer = () => aCustomer(ctx, { referralCode: code() });
const purchase = (customerId: string) => aPurchase(ctx, { customerId, plan });
const renewal = (customerId: string, subscriptionId: string) =>
  aPurchase(ctx, { customerId, plan, kind: "renew", subscriptionId });
const refund = (orderId: string, amount: bigint) =>
  inTransaction(ctx, (tx) =>
    recordOrderRefund(tx, { orderId, refundId: `rfd_${Math.random()}`, amount }),
  );
const rewardsOf = (orderId: string) =>
  db.select().from(referralRewards).where(eq(referralRewards.orderId, orderId));
const endOf = async (id: string) =>
  (await db.select().from(subscriptions).where(eq(subscriptions.id, id)))[0]?.expiresAt.getTime() ??
  0;
const credit = (owner: string) =>
  getBalance(ctx, { kind: "customer_credit", owner, currency: "RUB" });
const spend = (owner: string, amount: bigint) =>
  inTransaction(ctx, (tx) =>
    postJournal(tx, {
      idempotencyKey: `test:${Math.random()}`,
      kind: "credit.spent",
      reference: { type: "test", id: owner },
      entries: [
        { account: { kind: "customer_credit", owner }, amount, currency: "RUB" },
        { account: { kind: "revenue" }, amount: -amount, currency: "RUB" },
      ],
    }),
  );
/** One device on the subscriptions of both. */
const share = (hwid: string, ...ids: string[]) =>
  db
    .insert(subscriptionDevices)
    .values(ids.map((subscriptionId) => ({ subscriptionId, hwid })))
    .onConflictDoNothing();
const change = (values: Record<string, string | number | boolean>) =>
  updateSettingsGroup(ctx, { id: "referrals", values });
const settle = (orderId: string) => settleReferral(ctx, { orderId });

describe("an invited person", () => {
  it("pays 10 % less for the first month, until the first purchase", async () => {
    const friend = await invitedBy(await aReferrer());
    const quoted = (durationId: string) =>
      quoteOrder(ctx, {
        customerId: friend,
        kind: "new",
        planId: plan.id,
        durationId,
        currency: "RUB",
      });
    const first = await quoted(plan.durations[0]?.id ?? "");
    expect(first).toMatchObject({ subtotal: 10_000n, total: 9000n });
    const year = await aPlan(ctx, {
      durations: [{ days: 300, prices: [{ currency: "RUB", amount: 100_000n }] }],
    });
    expect(
      await quoteOrder(ctx, {
        customerId: friend,
        kind: "new",
        planId: year.id,
        durationId: year.durations[0]?.id ?? "",
        currency: "RUB",
      }),
    ).toMatchObject({ total: 99_000n });
    await purchase(friend);
    expect((await quoted(plan.durations[0]?.id ?? "")).total).toBe(10_000n);
  });

  it("is counted once, by the first touch, and never invites themselves", async () => {
    const referrer = await aReferrer();
    const friend = await invitedBy(referrer, "Summer");
    await Promise.all(Array.from({ length: 10 }, () => recordSignUp(ctx, { customerId: friend })));
    const rows = await db.select().from(referrals).where(eq(referrals.refereeId, friend));
    expect(rows).toMatchObject([{ referrerId: referrer, campaign: "summer" }]);
    const self = await aCustomer(ctx);
    await db.update(customers).set({ referredBy: self }).where(eq(customers.id, self));
    await recordSignUp(ctx, { customerId: self });
    expect(await db.select().from(referrals).where(eq(referrals.refereeId, self))).toEqual([]);
  });
});

describe("a reward", () => {
  it("is a free month for the first purchase, given once to ten jobs at once", async () => {
    const referrer = await aReferrer();
    const own = await purchase(referrer);
    const end = await endOf(own.subscriptionId);
    const friend = await invitedBy(referrer);
    const { orderId } = await purchase(friend);
    await Promise.all(Array.from({ length: 10 }, () => settle(orderId)));
    expect(await rewardsOf(orderId)).toMatchObject([
      { kind: "first_purchase", status: "granted", subscriptionId: own.subscriptionId, days: 30 },
    ]);
    expect(await endOf(own.subscriptionId)).toBe(end + 30 * DAY);
    const rewardId = (await rewardsOf(orderId))[0]?.id ?? "";
    await Promise.all([1, 2].map(() => tellReward(ctx, { rewardId })));
    expect(
      await db.select().from(notifications).where(eq(notifications.customerId, referrer)),
    ).toMatchObject([{ type: "reward_granted", data: { plan: "Basic", days: 30 } }]);
    await refund(orderId, 9000n);
    await Promise.all([settle(orderId), settle(orderId)]);
    expect(await rewardsOf(orderId)).toMatchObject([{ status: "reversed" }]);
    expect(await endOf(own.subscriptionId)).toBe(end);
  });

  it("waits for the referrer's own subscription, and is not given on a trial", async () => {
    const referrer = await aReferrer();
    const friend = await invitedBy(referrer);
    await startTrial(ctx, { customerId: referrer });
    const { orderId } = await purchase(friend);
    await settle(orderId);
    expect(await rewardsOf(orderId)).toMatchObject([{ status: "pending" }]);
    const own = await purchase(referrer);
    const end = await endOf(own.subscriptionId);
    await Promise.all([1, 2, 3].map(() => grantPending(ctx, { customerId: referrer })));
    expect(await endOf(own.subscriptionId)).toBe(end + 30 * DAY);
  });

  it("is 5 % of every renewal as credit, lowered by refunds, taken back as far as it is there", async () => {
    const referrer = await aReferrer();
    const friend = await invitedBy(referrer);
    const { subscriptionId } = await purchase(friend);
    const { orderId } = await renewal(friend, subscriptionId);
    // The refund is heard of before the payment.
    await refund(orderId, 4000n);
    await settle(orderId);
    await settle(orderId);
    expect(await credit(referrer)).toBe(300n);
    await spend(referrer, 250n);
    await refund(orderId, 6000n);
    await Promise.all([settle(orderId), settle(orderId)]);
    expect(await credit(referrer)).toBe(0n);
    expect(await rewardsOf(orderId)).toMatchObject([
      { status: "reversed", amount: 500n, reversed: 250n, lost: 250n },
    ]);
    // What is there later is not taken for it.
    await spend(referrer, -1000n);
    await settle(orderId);
    expect(await credit(referrer)).toBe(1000n);
    expect(await proveBalances(ctx)).toEqual([]);
  });

  it("does not ask again for what was spent when a part was refunded", async () => {
    const referrer = await aReferrer();
    const friend = await invitedBy(referrer);
    const { subscriptionId } = await purchase(friend);
    const { orderId } = await renewal(friend, subscriptionId);
    await settle(orderId);
    await spend(referrer, 500n);
    await refund(orderId, 4000n);
    await settle(orderId);
    await spend(referrer, -1000n);
    await settle(orderId);
    expect(await credit(referrer)).toBe(1000n);
    expect(await rewardsOf(orderId)).toMatchObject([{ status: "granted", lost: 200n }]);
  });

  it("is not due for money that was refunded before anything was given", async () => {
    const friend = await invitedBy(await aReferrer());
    const { orderId } = await purchase(friend);
    await refund(orderId, 9000n);
    await settle(orderId);
    expect(await rewardsOf(orderId)).toEqual([]);
  });

  it("is held when both use one device, until an operator decides, once", async () => {
    const referrer = await aReferrer();
    const own = await purchase(referrer);
    const friend = await invitedBy(referrer);
    const { orderId, subscriptionId } = await purchase(friend);
    await share(`hw-${orderId}`, own.subscriptionId, subscriptionId);
    await settle(orderId);
    await settle(orderId);
    const [reward] = await rewardsOf(orderId);
    expect(reward).toMatchObject({ status: "held", signals: ["same_device"] });
    const rewardId = reward?.id ?? "";
    expect((await listRewards(ctx, { status: ["held"] })).rows.map(({ id }) => id)).toContain(
      rewardId,
    );
    const end = await endOf(own.subscriptionId);
    const decided = await Promise.allSettled([
      releaseReward(ctx, { rewardId }),
      releaseReward(ctx, { rewardId }),
      releaseReward(ctx, { rewardId }),
    ]);
    expect(decided.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await endOf(own.subscriptionId)).toBe(end + 30 * DAY);
    await expect(rejectReward(ctx, { rewardId, reason: "too late" })).rejects.toMatchObject({
      code: "reward_decided",
    });
    // What was let pass once does not hold the next reward.
    const next = await renewal(friend, subscriptionId);
    await settle(next.orderId);
    expect(await rewardsOf(next.orderId)).toMatchObject([{ status: "granted", signals: [] }]);
  });

  it("is put up for review when a shared device shows after it was given; kept or taken back", async () => {
    const given = async () => {
      const referrer = await aReferrer();
      const own = await purchase(referrer);
      const end = await endOf(own.subscriptionId);
      const friend = await invitedBy(referrer);
      const { orderId, subscriptionId } = await purchase(friend);
      await settle(orderId);
      await share(`hw-${orderId}`, own.subscriptionId, subscriptionId);
      const [reward] = await rewardsOf(orderId);
      return { rewardId: reward?.id ?? "", orderId, end, own: own.subscriptionId };
    };
    const [kept, taken] = [await given(), await given()];
    await Promise.all([reviewGranted(ctx), reviewGranted(ctx)]);
    const waiting = async () => (await listRewards(ctx, { review: true })).rows.map(({ id }) => id);
    expect(await waiting()).toEqual(expect.arrayContaining([kept.rewardId, taken.rewardId]));
    await releaseReward(ctx, { rewardId: kept.rewardId });
    await rejectReward(ctx, { rewardId: taken.rewardId, reason: "one and the same phone" });
    expect(await rewardsOf(kept.orderId)).toMatchObject([{ status: "granted" }]);
    expect(await endOf(kept.own)).toBe(kept.end + 30 * DAY);
    expect(await rewardsOf(taken.orderId)).toMatchObject([{ status: "rejected" }]);
    expect(await endOf(taken.own)).toBe(taken.end);
    expect(await reviewGranted(ctx)).toBe(0);
    expect(await waiting()).not.toContain(kept.rewardId);
    await expect(releaseReward(ctx, { rewardId: taken.rewardId })).rejects.toMatchObject({
      code: "reward_decided",
    });
  });

  it("stays as it was given when the terms change later", async () => {
    const referrer = await aReferrer();
    const own = await purchase(referrer);
    const end = await endOf(own.subscriptionId);
    const friend = await invitedBy(referrer);
    const first = await purchase(friend);
    const second = await renewal(friend, first.subscriptionId);
    for (const { orderId } of [first, second]) await settle(orderId);
    await change({ enabled: false, renewalPercent: 1 });
    for (const { orderId } of [first, second]) await settle(orderId);
    await refund(second.orderId, 5000n);
    await settle(second.orderId);
    const third = await renewal(friend, first.subscriptionId);
    await settle(third.orderId);
    await change({ enabled: true, renewalPercent: 5 });
    expect(await endOf(own.subscriptionId)).toBe(end + 30 * DAY);
    expect(await credit(referrer)).toBe(250n);
    expect(await rewardsOf(third.orderId)).toEqual([]);
  });

  it("goes when the money became credit, too", async () => {
    const referrer = await aReferrer();
    const own = await purchase(referrer);
    const end = await endOf(own.subscriptionId);
    const { orderId } = await purchase(await invitedBy(referrer));
    await settle(orderId);
    await refundToCredit(ctx, { orderId, amount: 9000n, reason: "a bad day" });
    await settle(orderId);
    expect(await rewardsOf(orderId)).toMatchObject([{ status: "reversed" }]);
    expect(await endOf(own.subscriptionId)).toBe(end);
  });

  it("is held in a circle of invitations and in a flood of sign-ups", async () => {
    const [a, b] = [await aReferrer(), await aReferrer()];
    await db.update(customers).set({ referredBy: b }).where(eq(customers.id, a));
    await db.update(customers).set({ referredBy: a }).where(eq(customers.id, b));
    const circle = await purchase(b);
    await settle(circle.orderId);
    expect(await rewardsOf(circle.orderId)).toMatchObject([{ signals: ["circular"] }]);

    const popular = await aReferrer();
    for (let n = 0; n < 10; n += 1) await invitedBy(popular);
    const { orderId } = await purchase(await invitedBy(popular));
    await settle(orderId);
    const [reward] = await rewardsOf(orderId);
    expect(reward).toMatchObject({ status: "held", signals: ["burst"] });
    await rejectReward(ctx, { rewardId: reward?.id ?? "", reason: "a click farm" });
    await settle(orderId);
    expect(await rewardsOf(orderId)).toMatchObject([{ status: "rejected" }]);
  });
});

it("counts clicks of codes there are, and shows the way from click to money", async () => {
  const referrer = await aReferrer();
  const [row] = await db.select().from(customers).where(eq(customers.id, referrer));
  const mine = row?.referralCode ?? "";
  await Promise.all(
    Array.from({ length: 5 }, () =>
      recordReferralClick(ctx, { code: mine.toLowerCase(), campaign: "blog" }),
    ),
  );
  await recordReferralClick(ctx, { code: "NOBODY" });
  const clicks = await db.select().from(referralClicks).where(eq(referralClicks.code, mine));
  expect(clicks).toMatchObject([{ campaign: "blog", clicks: 5 }]);

  await createCampaign(ctx, { name: "Blog", slug: "Blog", owner: mine.toLowerCase() });
  await expect(
    createCampaign(ctx, { name: "Blog", slug: "blog", owner: referrer }),
  ).rejects.toMatchObject({ code: "campaign_exists" });
  const friend = await invitedBy(referrer, "blog");
  const { orderId } = await purchase(friend);
  await settle(orderId);
  const [campaign] = await listCampaigns(ctx);
  expect(campaign).toMatchObject({
    slug: "blog",
    owner: { customerId: referrer, code: mine },
    webLink: `http://localhost:3000/r/${mine}?c=blog`,
    clicks: 5,
    signUps: 1,
    firstPurchases: 1,
  });
  await archiveCampaign(ctx, { campaignId: campaign?.id ?? "" });

  const funnel = await referralFunnel(ctx, { days: 30 });
  expect(funnel.clicks).toBeGreaterThanOrEqual(5);
  expect(funnel.signUps).toBeGreaterThanOrEqual(funnel.firstPurchases);
  const top = await topReferrers(ctx, { days: 30 });
  expect(top.find(({ customerId }) => customerId === referrer)).toMatchObject({
    signUps: 1,
    firstPurchases: 1,
    revenue: [{ amount: 9000n, currency: "RUB" }],
  });
  const own = await ownReferrals(ctx, { customerId: referrer });
  expect(own).toMatchObject({
    invitation: { payload: `ref_${mine}` },
    friends: [{ name: "Bob", bought: true }],
    totals: { invited: 1, bought: 1, pendingDays: 30 },
  });
});

it("counts the house's own advertising apart: nobody is rewarded for it", async () => {
  await expect(
    createCampaign(ctx, { name: "Ads", slug: "ads", owner: "@nobody-at-all" }),
  ).rejects.toMatchObject({ code: "customer_not_found" });
  await createCampaign(ctx, { name: "Ads", slug: "ads" });
  const { clicks } = await referralFunnel(ctx, { days: 30 });
  await recordAdClick(ctx, { slug: "ADS" });
  expect((await referralFunnel(ctx, { days: 30 })).clicks).toBe(clicks);
  await recordAdClick(ctx, { slug: "unknown" });
  await purchase(await aCustomer(ctx, { source: "ad_ads" }));
  await aCustomer(ctx, { source: "ad_other" });
  const campaigns = await listCampaigns(ctx);
  expect(campaigns.find(({ slug }) => slug === "ads")).toMatchObject({
    owner: null,
    webLink: null,
    clicks: 1,
    signUps: 1,
    firstPurchases: 1,
  });
});

it("takes only so many tags behind a code", async () => {
  const [row] = await db
    .select()
    .from(customers)
    .where(eq(customers.id, await aReferrer()));
  const mine = row?.referralCode ?? "";
  for (let n = 0; n < 60; n += 1) {
    await recordReferralClick(ctx, { code: mine, campaign: `tag-${n}` });
  }
  await recordReferralClick(ctx, { code: mine, campaign: "tag-7" });
  const clicks = await db.select().from(referralClicks).where(eq(referralClicks.code, mine));
  expect(clicks).toHaveLength(51);
  const of = (tag: string) => clicks.find(({ campaign }) => campaign === tag)?.clicks;
  expect([of(""), of("tag-7")]).toEqual([10, 2]);
});

it("invites nobody by the code of whoever only tries the shop", async () => {
  const referrer = await aReferrer();
  await startTrial(ctx, { customerId: referrer });
  const early = await invitedBy(referrer);
  await purchase(referrer);
  const late = await invitedBy(referrer);
  const rows = await db.select().from(referrals).where(eq(referrals.referrerId, referrer));
  expect(rows.map(({ refereeId }) => refereeId)).toEqual([late]);
  expect((await db.select().from(customers).where(eq(customers.id, early)))[0]).toMatchObject({
    referredBy: null,
  });
});

it("shows no link to whoever only tries the shop, and nobody another's friends", async () => {
  const customerId = await aReferrer();
  await startTrial(ctx, { customerId });
  expect((await ownReferrals(ctx, { customerId })).invitation).toBeNull();
  await expect(
    ownReferrals({ ...ctx, actor: { type: "customer", id: "cus_else" } }, { customerId }),
  ).rejects.toMatchObject({ kind: "not_found" });
});

it("changes a code to one that nobody has", async () => {
  const [a, b] = [await aReferrer(), await aReferrer()];
  const fresh = code();
  await changeReferralCode(ctx, { customerId: a, code: fresh.toLowerCase() });
  await expect(changeReferralCode(ctx, { customerId: b, code: fresh })).rejects.toMatchObject({
    code: "code_taken",
  });
  await expect(
    changeReferralCode(ctx, { customerId: a, code: "A".repeat(1_000_000) }),
  ).rejects.toThrow(/3 to 32 letters/);
  const wanted = code();
  const many = await Promise.all(Array.from({ length: 8 }, () => aReferrer()));
  const answers = await Promise.all(
    many.map((customerId) =>
      changeReferralCode(ctx, { customerId, code: wanted }).then(
        () => "theirs",
        (error: { code?: string }) => error.code,
      ),
    ),
  );
  expect(answers.sort()).toEqual([...Array(7).fill("code_taken"), "theirs"]);
  const order = await anOrder(ctx, { customerId: b, plan });
  expect(await settle(order.id)).toEqual({ kind: "nothing" });
  await payOrder(ctx, order.id);
  expect(await settle(order.id)).toEqual({ kind: "nothing" });
  expect((await db.select().from(orders).where(eq(orders.id, order.id)))[0]?.status).toBe("paid");
});
