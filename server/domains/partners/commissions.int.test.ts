import { describe, expect, it } from "vitest";
import { database } from "@/db/client";
import { partnerCommissions } from "@/db/schema/partners";
import { listRateNeeds, listRates, storeRate } from "@/server/domains/analytics";
import { tellPartner } from "@/server/domains/notifications";
import { refundToCredit } from "@/server/domains/orders";
import { aCustomer } from "@/server/testing/builders";
import {
  addPartner,
  applyForPartner,
  approvePartner,
  getMyPartnership,
  getPartnerDetail,
  getPartnerOverview,
  listCommissions,
  listPartners,
  listUnsettledOrders,
  ownPartnerId,
  refreshLevels,
  rejectPartner,
  releaseCommissions,
  requestPayout,
  resumePartner,
  setParent,
  setPayoutMethod,
  setTerms,
  settleCommissions,
  simulateLevels,
  suspendPartner,
  toProgramValues,
} from ".";
import { partnerShop } from "./testing/partner-shop";

const shop = await partnerShop();
const { ctx, sql } = shop;

describe("commissions of an order", () => {
  it("go to the partner, and to two above, of the same money", async () => {
    const senior = await shop.aPartner();
    const partner = await shop.aPartner(senior.customerId);
    const sub = await shop.aPartner(partner.customerId);
    expect(sub.parentId).toBe(partner.id);
    const orderId = await shop.purchase(sub);
    const rows =
      await sql`select partner_id, kind, amount::int, source_partner_id from partner_commissions
      where order_id = ${orderId} order by amount, kind`;
    expect(rows).toEqual([
      { partner_id: sub.id, kind: "direct", amount: 500, source_partner_id: null },
      { partner_id: senior.id, kind: "override", amount: 500, source_partner_id: partner.id },
      { partner_id: partner.id, kind: "override", amount: 1000, source_partner_id: sub.id },
    ]);
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 1000n, payable: 0n });
    const { subPartners } = await getPartnerOverview(ctx, { partnerId: partner.id });
    expect(subPartners).toMatchObject([{ id: sub.id, earned: { amount: 1000n } }]);
  });

  it("exist once, however often and however many at once ask", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.buys(await shop.aReferral(partner));
    await Promise.all(Array.from({ length: 10 }, () => settleCommissions(ctx, { orderId })));
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 500n });
    await shop.refund(orderId, 4_000n);
    await Promise.all(Array.from({ length: 10 }, () => settleCommissions(ctx, { orderId })));
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 300n });
    expect(await shop.provesBalances()).toEqual([]);
  });

  it("end the same when the refund is heard of before the payment", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.buys(await shop.aReferral(partner));
    await shop.refund(orderId, 10_000n);
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 0n, payable: 0n, debt: 0n });
    const [row] = await sql`select amount::int, reversed::int, status from partner_commissions
      where order_id = ${orderId}`;
    expect(row).toEqual({ amount: 500, reversed: 500, status: "reversed" });
  });

  it("are for money: what was refunded as credit counts no more, unpaid orders never did", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.purchase(partner);
    await refundToCredit(ctx, { orderId, amount: 5_000n, reason: "half of it" });
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 250n });
    expect(await settleCommissions(ctx, { orderId: "ord_nobody" })).toEqual({ kind: "nothing" });
  });

  it("leave the gateway's fee out where the program says so", async () => {
    const partner = await shop.aPartner();
    await shop.setProgram({ gatewayFeeBp: 1000 });
    const orderId = await shop.purchase(partner);
    await shop.setProgram({ gatewayFeeBp: 0 });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 450n });
    await shop.refund(orderId, 5_000n);
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 225n });
  });

  it("are not for orders paid before approval, nor for the suspended", async () => {
    const customerId = await aCustomer(ctx);
    const orderId = await shop.buys(await shop.aReferral({ customerId }));
    shop.passMinutes(1);
    const partner = await addPartner(ctx, { customerId, reason: "brings many" });
    expect(await settleCommissions(ctx, { orderId })).toEqual({ kind: "nothing" });
    await suspendPartner(ctx, { partnerId: partner.id, reason: "looks odd" });
    const late = await shop.purchase(partner);
    await resumePartner(ctx, { partnerId: partner.id, reason: "was nothing" });
    expect(await listUnsettledOrders(ctx)).not.toContain(late);
    await settleCommissions(ctx, { orderId: late });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 0n });
  });

  it("follow a partner's own terms", async () => {
    const above = await shop.aPartner();
    const partner = await shop.aPartner(above.customerId);
    await setTerms(ctx, {
      partnerId: partner.id,
      directBp: 3000,
      overrideBp: null,
      holdDays: 3,
      waivedFeeAmount: null,
    });
    await setTerms(ctx, {
      partnerId: above.id,
      directBp: null,
      overrideBp: [100],
      holdDays: null,
      waivedFeeAmount: 5n,
    });
    await shop.purchase(partner);
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 3000n });
    expect(await shop.balances(above.id)).toMatchObject({ pending: 100n });
    shop.passDays(4);
    await releaseCommissions(ctx);
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 0n, payable: 3000n });
    expect(await shop.balances(above.id)).toMatchObject({ pending: 100n });
    const { terms } = await getPartnerDetail(ctx, { partnerId: above.id });
    expect(terms).toEqual({
      directBp: null,
      overrideBp: [100],
      holdDays: null,
      waivedFeeAmount: 5n,
    });
  });

  it("wait for the day's rate, say so, and are worked out once it is stored", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.buys(await shop.aReferral(partner), "XTR");
    expect(await settleCommissions(ctx, { orderId })).toEqual({ kind: "waiting" });
    const open = () =>
      sql`select 1 from alerts where kind = 'commission_no_rate' and key = 'XTR:RUB' and resolved_at is null`;
    expect(await open()).toHaveLength(1);
    expect(await listUnsettledOrders(ctx)).toContain(orderId);
    const rate = { from: "XTR", to: "RUB", rate: "1.25" } as const;
    await expect(storeRate(ctx, { ...rate, rate: "0" })).rejects.toThrow(/above zero/);
    await expect(storeRate(ctx, { ...rate, rate: "-1" })).rejects.toThrow(/a number/);
    await expect(storeRate(ctx, { ...rate, to: "XTR" })).rejects.toThrow(/different/);
    await expect(storeRate(ctx, { ...rate, day: "2999-01-01" })).rejects.toThrow(/not come yet/);
    const needed = async () =>
      (await listRateNeeds(ctx)).find(({ from, to }) => from === "XTR" && to === "RUB");
    expect(await needed()).toMatchObject({ uses: ["commissions"], state: "missing" });
    await storeRate(ctx, { ...rate, rate: "9" });
    await storeRate(ctx, rate);
    expect(await needed()).toMatchObject({ state: "current" });
    expect(await listRates(ctx)).toMatchObject([
      { from: "XTR", to: "RUB", rateMicros: 1_250_000n },
    ]);
    expect(await settleCommissions(ctx, { orderId })).toEqual({ kind: "settled" });
    // 50 Stars are 62.50 roubles, of which 5 % are 3.13.
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 313n });
    expect(await open()).toHaveLength(0);
    expect(await listUnsettledOrders(ctx)).not.toContain(orderId);
  });
});

describe("hold, clawback and debt", () => {
  it("releases once, repays debt first, and takes back from wherever it is", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.purchase(partner);
    expect(await releaseCommissions(ctx)).toBe(0);
    shop.passDays(15);
    const released = await Promise.all([releaseCommissions(ctx), releaseCommissions(ctx)]);
    expect(released[0] + released[1]).toBeGreaterThan(0);
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 0n, payable: 500n });

    // Spent meanwhile: what comes back is owed.
    await setPayoutMethod(ctx, { partnerId: partner.id, details: { method: "service_credit" } });
    await requestPayout(ctx, { partnerId: partner.id, amount: 400n, clientKey: "most-of-it" });
    await shop.refund(orderId, 10_000n);
    await settleCommissions(ctx, { orderId });
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 0n, debt: 400n });

    await shop.purchase(partner);
    shop.passDays(15);
    await releaseCommissions(ctx);
    expect(await shop.balances(partner.id)).toMatchObject({ payable: 100n, debt: 0n });
    expect(await shop.provesBalances()).toEqual([]);
  });
});

describe("levels", () => {
  it("rise with active paying referrals, pay their bonus once, and fall without changing the past", async () => {
    await shop.setProgram({ levels: "0:5,2:10", levelBonuses: "0,700" });
    const partner = await shop.aPartner();
    await shop.purchase(partner);
    const second = await shop.purchase(partner);
    // 5 % of the first, 10 % of the second, which was the second referral's; and the bonus.
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 500n + 1000n + 700n });
    await shop.refund(second, 10_000n);
    await settleCommissions(ctx, { orderId: second });
    const row = async () => (await getPartnerOverview(ctx, { partnerId: partner.id })).level;
    expect(await row()).toMatchObject({
      index: 0,
      referrals: 1,
      next: { missing: 1, bonus: 700n },
    });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 500n + 700n });
    await shop.purchase(partner);
    expect(await row()).toMatchObject({ index: 1, referrals: 2, next: null });
    expect(await shop.balances(partner.id)).toMatchObject({ pending: 500n + 1000n + 700n });
    shop.passDays(60);
    expect(await refreshLevels(ctx)).toBeGreaterThan(0);
    expect(await row()).toMatchObject({ index: 0, referrals: 0 });
    await shop.setProgram({ levels: "0:5,6:10,21:15,51:20", levelBonuses: "" });
  });

  it.each([
    [[{ from: 1, rateBp: 500 }], "levels_no_start"],
    [
      [
        { from: 0, rateBp: 500 },
        { from: 0, rateBp: 600 },
      ],
      "levels_overlap",
    ],
    [
      [
        { from: 0, rateBp: 500 },
        { from: 9, rateBp: 600 },
        { from: 5, rateBp: 700 },
      ],
      "levels_unsorted",
    ],
    [[{ from: 0, rateBp: 9_000 }], "shares_over_100"],
  ])("%j are refused", async (levels, code) => {
    const wish = { levels, overrideBp: [1000, 500] };
    expect(() => toProgramValues(wish)).toThrow(expect.objectContaining({ code }));
    await expect(simulateLevels(ctx, wish)).rejects.toMatchObject({ code });
  });

  it("are refused as text as well, with words that help", async () => {
    await expect(shop.setProgram({ levels: "0:5,6:10,6:12" })).rejects.toThrow(/number of its own/);
    await expect(shop.setProgram({ levels: "0:150" })).rejects.toThrow(/more than 100 %/);
    await expect(shop.setProgram({ overrideRates: "95" })).rejects.toThrow(/over 100 %/);
  });

  it("are tried on last month before they are saved", async () => {
    const partner = await shop.aPartner();
    const orderId = await shop.purchase(partner);
    await shop.purchase(partner);
    await shop.refund(orderId, 5_000n);
    shop.passDays(31);
    const result = await simulateLevels(ctx, {
      levels: [
        { from: 0, rateBp: 500 },
        { from: 2, rateBp: 2000 },
      ],
      overrideBp: [],
    });
    const mine = result.partners.find(({ partnerId }) => partnerId === partner.id);
    expect(mine).toMatchObject({ referrals: 2, levelBefore: 0, levelAfter: 1 });
    expect([mine?.before, mine?.after]).toEqual([750n, 3000n]);
  });
});

describe("becoming a partner", () => {
  it("is asked for, decided on, and not for those who only tried", async () => {
    const customerId = await aCustomer(ctx);
    const me = shop.asCustomer(customerId);
    expect(await getMyPartnership(me, { customerId })).toMatchObject({ mayApply: true });
    await expect(ownPartnerId(me, { customerId })).rejects.toMatchObject({ code: "partner_none" });
    const applied = await applyForPartner(me, { customerId, application: "I write a blog" });
    expect(applied.status).toBe("applied");
    await expect(applyForPartner(me, { customerId })).rejects.toMatchObject({
      code: "partner_already",
    });
    await expect(approvePartner(me, { partnerId: applied.id })).rejects.toMatchObject({
      kind: "forbidden",
    });
    await rejectPartner(ctx, { partnerId: applied.id, reason: "too small" });
    expect(await getMyPartnership(me, { customerId })).toMatchObject({ mayApply: true });
    await applyForPartner(me, { customerId, application: "bigger now" });
    expect((await approvePartner(ctx, { partnerId: applied.id })).status).toBe("active");
    const decisions = await sql`select data from outbox where name = 'partners/decided'
      and data->>'partnerId' = ${applied.id} order by seq`;
    expect(decisions.map(({ data }) => data.status)).toEqual(["rejected", "active"]);
    const [, approval] = decisions.map(({ data }) => data);
    await tellPartner(ctx, approval);
    await tellPartner(ctx, approval);
    expect(
      await sql`select 1 from notifications where type = 'partner_decided' and customer_id = ${customerId}`,
    ).toHaveLength(1);
    expect(await ownPartnerId(me, { customerId })).toBe(applied.id);

    const trier = await aCustomer(ctx);
    await sql`insert into subscriptions (id, customer_id, origin, plan, is_trial, expires_at,
      traffic_limit_bytes, traffic_strategy, internal_squads, panel_username)
      values (${`sub_${trier}`}, ${trier}, 'trial', '{}', true, now(), 0, 'MONTH', '{}', ${trier})`;
    await expect(
      applyForPartner(shop.asCustomer(trier), { customerId: trier }),
    ).rejects.toMatchObject({ code: "partner_on_trial" });
  });

  it("is at once where the program is automatic, and made once by many", async () => {
    await shop.setProgram({ joining: "automatic" });
    const customerId = await aCustomer(ctx);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => applyForPartner(ctx, { customerId })),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await getMyPartnership(ctx, { customerId })).toMatchObject({
      partner: { status: "active" },
      whyNot: "already",
    });
    await shop.setProgram({ joining: "application", enabled: false });
    const other = await aCustomer(ctx);
    await expect(applyForPartner(ctx, { customerId: other })).rejects.toMatchObject({
      code: "partner_program_off",
    });
    await shop.setProgram({ enabled: true });
  });

  it("never closes a circle", async () => {
    const top = await shop.aPartner();
    const middle = await shop.aPartner(top.customerId);
    const low = await shop.aPartner(middle.customerId);
    const move = (partnerId: string, parentId: string) =>
      setParent(ctx, { partnerId, parentId, reason: "moved house" });
    await expect(move(top.id, low.id)).rejects.toMatchObject({ code: "partner_circle" });
    await expect(move(top.id, top.id)).rejects.toMatchObject({ code: "partner_circle" });
    const other = await shop.aPartner();
    const results = await Promise.allSettled([move(other.id, low.id), move(top.id, other.id)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("what is seen", () => {
  it("lists, pages and finds partners; buyers are for operators only", async () => {
    const partner = await shop.aPartner();
    await shop.purchase(partner);
    const first = await listPartners(ctx, { limit: 1 });
    expect(first.rows).toMatchObject([{ id: partner.id, referrals: 1, earned: { amount: 500n } }]);
    const next = await listPartners(ctx, { limit: 1, cursor: first.nextCursor ?? "" });
    expect(next.rows[0]?.id).not.toBe(partner.id);
    expect((await listPartners(ctx, { q: partner.customerId })).rows).toHaveLength(1);
    expect((await listPartners(ctx, { q: partner.id, status: ["applied"] })).rows).toEqual([]);
    const mine = await listCommissions(shop.asCustomer(partner.customerId), {
      partnerId: partner.id,
    });
    expect(mine.rows).toMatchObject([
      { amount: { amount: 500n }, customerId: null, orderId: null },
    ]);
    expect(
      (await listCommissions(ctx, { partnerId: partner.id })).rows[0]?.customerId,
    ).toBeTruthy();
    const stranger = shop.asCustomer(await aCustomer(ctx));
    const look = { partnerId: partner.id };
    await expect(getPartnerOverview(stranger, look)).rejects.toMatchObject({ kind: "not_found" });
    await expect(listCommissions(stranger, look)).rejects.toMatchObject({ kind: "not_found" });
    await expect(getPartnerDetail(stranger, look)).rejects.toMatchObject({ kind: "forbidden" });
  });

  it("shows holds by day, conversion, months and cohorts", async () => {
    const partner = await shop.aPartner();
    await shop.purchase(partner);
    await shop.aReferral(partner);
    const overview = await getPartnerOverview(ctx, { partnerId: partner.id });
    expect(overview.referrals).toEqual({ signedUp: 2, paid: 1, active: 1, conversionBp: 5000 });
    expect(overview.holds).toMatchObject([{ count: 1, amount: { amount: 500n } }]);
    expect(overview.months).toHaveLength(12);
    expect(overview.months.at(-1)?.direct).toBe(500n);
    expect(overview.cohorts).toMatchObject([
      { signedUp: 2, paid: 1, active: 1, payingByMonth: [1], earned: { amount: 500n } },
    ]);
    expect(overview.earnings.find(({ kind }) => kind === "direct")?.amount.amount).toBe(500n);
  });

  it("keeps every row of nothing out of sight", async () => {
    const rows = await database().db.select().from(partnerCommissions);
    expect(rows.some(({ amount }) => amount === 0n)).toBe(true);
  });
});
