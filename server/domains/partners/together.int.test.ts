import { expect, it } from "vitest";
import { refundToCredit } from "@/server/domains/orders";
import {
  approvePayouts,
  failPayout,
  listPayouts,
  listUnsettledOrders,
  markPayoutPaid,
  refreshLevels,
  releaseCommissions,
  requestPayout,
  setPayoutMethod,
  settleCommissions,
} from ".";
import { partnerShop } from "./testing/partner-shop";

const shop = await partnerShop();
const { ctx, sql } = shop;

/** Everything at once on one chain of partners: whoever wins, the books are whole and nothing waits for ever. */
it("ends whole, whatever happens at the same time", { timeout: 60_000 }, async () => {
  await shop.setProgram({ levels: "0:5,3:10", levelBonuses: "0,999", bankMinimum: 1, holdDays: 2 });
  const top = await shop.aPartner();
  const middle = await shop.aPartner(top.customerId);
  const low = await shop.aPartner(middle.customerId);
  const chain = [top, middle, low];
  for (const { id } of chain) {
    await setPayoutMethod(ctx, {
      partnerId: id,
      details: { method: "bank_transfer", form: "phone", account: "+79123456789", holder: "Ann" },
    });
  }
  const paid: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const fresh: string[] = [];
    for (const partner of [...chain, ...chain]) {
      fresh.push(await shop.buys(await shop.aReferral(partner)));
    }
    const settle = (orderId: string) => settleCommissions(ctx, { orderId });
    const open = (await listPayouts(ctx, { status: ["requested", "approved"] })).rows;
    const done = await Promise.allSettled([
      ...fresh.flatMap((orderId) => [settle(orderId), settle(orderId)]),
      ...paid
        .slice(0, 4)
        .map((orderId) => shop.refund(orderId, 2_500n).then(() => settle(orderId))),
      ...paid
        .slice(-2)
        .map((orderId) =>
          refundToCredit(ctx, { orderId, amount: 1_111n, reason: "a bad day" }).then(() =>
            settle(orderId),
          ),
        ),
      releaseCommissions(ctx),
      releaseCommissions(ctx),
      refreshLevels(ctx),
      ...chain.flatMap(({ id }, index) => [
        requestPayout(ctx, { partnerId: id, clientKey: `all-of-it-${round}` }),
        requestPayout(ctx, { partnerId: id, amount: 77n, clientKey: `some-${round}-${index}` }),
      ]),
      ...open.map(async ({ id }, index) => {
        await approvePayouts(ctx, { payoutIds: [id] });
        if (index % 2) await markPayoutPaid(ctx, { payoutId: id, reference: `SEPA ${index}` });
        else await failPayout(ctx, { payoutId: id, reason: "sent back" });
      }),
    ]);
    for (const one of done) {
      // Refusals are answers (too little to pay out); anything else is a fault.
      if (one.status === "rejected") expect(one.reason).toMatchObject({ kind: "precondition" });
    }
    paid.push(...fresh);
    shop.passDays(3);
  }
  for (const orderId of await listUnsettledOrders(ctx)) await settleCommissions(ctx, { orderId });

  expect(await shop.provesBalances()).toEqual([]);
  const [twice] = await sql`select count(*)::int as n from (
    select 1 from partner_commissions group by order_id, partner_id, kind, level having count(*) > 1) d`;
  expect(twice?.n).toBe(0);
  for (const { id } of chain) {
    const { pending, payable, inPayout, debt } = await shop.balances(id);
    const [earned] = await sql`select sum(amount - reversed)::text as sum,
      coalesce(sum(amount - reversed) filter (where released_at is null), 0)::text as held
      from partner_commissions where partner_id = ${id}`;
    const [left] = await sql`select coalesce(sum(amount), 0)::text as sum from payouts
      where partner_id = ${id} and status = 'paid'`;
    expect(pending).toBe(BigInt(earned?.held));
    expect(pending + payable + inPayout - debt + BigInt(left?.sum)).toBe(BigInt(earned?.sum));
    expect(debt === 0n || payable === 0n).toBe(true);
  }
  const [entries] = await sql`select coalesce(sum(amount), 0)::int as sum from ledger_entries`;
  expect(entries?.sum).toBe(0);
});
