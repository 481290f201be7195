import pino from "pino";
import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { startDemoPanel } from "@/server/demo/panel";
import { getStorefront, listAddonsOnSale } from "@/server/domains/catalog";
import { proveBalances } from "@/server/domains/ledger";
import { getOrderDetail, listOrders } from "@/server/domains/orders";
import {
  listUnsettledOrders,
  refreshLevels,
  releaseCommissions,
  settleCommissions,
} from "@/server/domains/partners";
import { grantPending, settleReferral } from "@/server/domains/referrals";
import { seedDemo } from ".";

const { url, sql } = await testDatabase();
const log = pino({ level: "silent" });
const now = Date.parse("2026-06-01T12:00:00Z");
const ctx = systemContext("test", { clock: () => new Date(now) });

const count = async (what: string): Promise<number> => {
  const [row] = await sql.unsafe(`select count(*)::int as n from ${what}`);
  return Number(row?.n);
};

describe("the demo's business", () => {
  let users = 0;
  beforeAll(async () => {
    const panel = await startDemoPanel({
      sql,
      token: "t",
      webhookUrl: () => "http://127.0.0.1:9",
      webhookSecret: "s",
      publicSubBase: "https://demo.example/sub",
      logger: log,
      living: false,
    });
    const seed = () =>
      seedDemo({
        databaseUrl: url,
        panel,
        publicSubBase: "https://demo.example/sub",
        log,
        now,
      });
    expect(await seed()).toBe(true);
    expect(await seed()).toBe(false);
    users = panel.users();
    await panel.stop();
  });

  it("balances, and is what the product's own verbs can read", async () => {
    expect(await proveBalances(ctx)).toEqual([]);
    const { rows } = await listOrders(ctx, { limit: 5 });
    const detail = await getOrderDetail(ctx, { orderId: rows[0]?.id ?? "" });
    expect(detail.quote.total).toBe(detail.total.amount);
    const { plans } = await getStorefront(ctx, { customerId: rows[0]?.customerId ?? "" });
    expect(plans.map((plan) => plan.name.en)).toEqual(["Start", "Plus", "Family"]);
    const addons = await listAddonsOnSale(ctx);
    expect(addons.map(({ name, prices }) => [name.en, prices.length])).toEqual([
      ["50 GB more", 3],
      ["One more device", 3],
    ]);
    expect(await count("subscriptions where panel_id is null")).toBe(0);
    expect(users).toBe(await count("subscriptions"));
    expect(users).toBeGreaterThan(1000);
  });

  it("has something of everything that growth shows", async () => {
    const some = [
      "referrals where first_order_id is null",
      "referral_clicks where code = ''",
      "referral_campaigns where customer_id is not null",
      ...["granted", "pending", "held", "rejected", "reversed"].map(
        (status) => `referral_rewards where status = '${status}'`,
      ),
      "alerts where kind = 'referral_held'",
      ...["reserved", "consumed", "released"].map(
        (status) => `promo_redemptions where status = '${status}'`,
      ),
      "promo_codes where uses = max_uses and max_uses > 1",
      "promo_codes where uses = 1 and batch is not null",
      "promo_redemptions r join promo_codes c on c.id = promo_code_id where c.kind = 'trial_days'",
      "promo_redemptions r join promo_codes c on c.id = promo_code_id where c.kind = 'special'",
      "subscriptions where status = 'trial'",
      "subscriptions where is_trial and status = 'expired'",
      "trial_claims where converted_at is not null",
      "orders where kind = 'topup'",
      "orders where credit > 0",
      "orders where total = 0 and credit > 0 and status = 'fulfilled'",
      "ledger_accounts where kind = 'customer_credit' and balance > 0",
      ...[0, 1, 2, 3].map((level) => `partners where level = ${level} and status = 'active'`),
      ...["applied", "suspended"].map((status) => `partners where status = '${status}'`),
      "partners where parent_id is not null",
      ...["direct", "override", "bonus"].map(
        (kind) => `partner_commissions where kind = '${kind}'`,
      ),
      "partner_commissions where status = 'pending' and payable_at > '2026-06-01T12:00Z'",
      "partner_commissions where status = 'payable' and amount > 0",
      "partner_commissions where status = 'reversed'",
      "partner_commissions where base_currency = 'XTR' and amount > 0",
      ...["requested", "approved", "processing", "paid", "failed", "rejected"].map(
        (status) => `payouts where status = '${status}'`,
      ),
      ...["crypto", "bank_transfer", "service_credit"].map(
        (method) => `payouts where method = '${method}'`,
      ),
    ];
    for (const what of some) expect(await count(what), what).toBeGreaterThan(0);
    expect(await count("partners")).toBeGreaterThanOrEqual(12);
  });

  it("adds up: orders, codes, credit, partners", async () => {
    const wrong = [
      "orders where total <> subtotal - discount - credit",
      `promo_codes c where uses <> (select count(*) from promo_redemptions r
        where r.promo_code_id = c.id and status in ('reserved', 'consumed'))`,
      `promo_redemptions r join orders o on o.id = r.order_id where r.discount > o.discount
        or (r.status = 'consumed') <> (o.paid_at is not null)`,
      `subscriptions s where expires_at <> (select max(ends_at) from subscription_grants g
        where g.subscription_id = s.id and g.ended_at is null)`,
      "ledger_accounts where kind = 'credit_reserved' and balance <> 0",
      `(select sum(amount) as total from ledger_entries group by currency) s where total <> 0`,
      `partners p where (select coalesce(sum(balance), 0) from ledger_accounts a
          where a.owner = p.id and kind in ('partner_pending', 'partner_payable', 'partner_in_payout'))
        <> (select coalesce(sum(amount - reversed), 0) from partner_commissions k where k.partner_id = p.id)
          - (select coalesce(sum(amount), 0) from payouts y where y.partner_id = p.id and status = 'paid')`,
      `partners p where (select coalesce(sum(balance), 0) from ledger_accounts a
          where a.owner = p.id and kind = 'partner_in_payout')
        <> (select coalesce(sum(amount), 0) from payouts y where y.partner_id = p.id
          and status in ('requested', 'approved', 'processing'))`,
    ];
    for (const what of wrong) expect(await count(what), what).toBe(0);
  });

  it("is what the product's own jobs would have made of it: they find nothing to do", async () => {
    const books = async () => ({
      journals: await count("ledger_journals"),
      rewards: await count("referral_rewards"),
      pending: await count("referral_rewards where status = 'pending'"),
      commissions: await count("partner_commissions"),
      held: await count("partner_commissions where status = 'pending'"),
    });
    const before = await books();
    const orders = await sql<{ id: string }[]>`
      select o.id from orders o join customers c on c.id = o.customer_id
      where c.referred_by is not null and o.paid_at is not null
        and (o.refunded > 0 or o.paid_at > ${new Date(now - 40 * 86_400_000).toISOString()})`;
    expect(orders.length).toBeGreaterThan(100);
    for (const { id } of orders) {
      await settleReferral(ctx, { orderId: id });
      await settleCommissions(ctx, { orderId: id });
    }
    expect(await listUnsettledOrders(ctx)).toEqual([]);
    expect(await refreshLevels(ctx)).toBe(0);
    await releaseCommissions(ctx);
    await grantPending(ctx);
    expect(await books()).toEqual(before);
  });
});
