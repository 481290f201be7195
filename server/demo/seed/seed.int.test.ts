import pino from "pino";
import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { startDemoPanel } from "@/server/demo/panel";
import { getStorefront, listAddonsOnSale } from "@/server/domains/catalog";
import { proveBalances } from "@/server/domains/ledger";
import { getOrderDetail, listOrders } from "@/server/domains/orders";
import { seedDemo } from ".";

const { url, sql } = await testDatabase();
const log = pino({ level: "silent" });
const now = Date.parse("2026-06-01T12:00:00Z");

describe("the demo's business", () => {
  it("is told once, balances, and is what the product's own verbs can read", async () => {
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
        customers: 300,
      });
    expect(await seed()).toBe(true);
    expect(await seed()).toBe(false);

    const ctx = systemContext("test", { clock: () => new Date(now) });
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

    const [growth] = await sql`select
      (select count(*)::int from referrals) as referrals,
      (select count(*)::int from referral_rewards where status = 'granted') as rewards,
      (select count(*)::int from promo_codes) as codes,
      (select count(*)::int from trial_claims where converted_at is not null) as trials,
      (select count(*)::int from partners where status = 'active') as partners,
      (select count(*)::int from partner_commissions where released_at is not null) as payable,
      (select count(*)::int from partner_commissions where released_at is null) as held,
      (select count(*)::int from payouts where status = 'paid') as payouts`;
    for (const [what, count] of Object.entries(growth ?? {})) {
      expect(count, what).toBeGreaterThan(0);
    }

    const [strays] = await sql`select count(*)::int as n from subscriptions where panel_id is null`;
    expect(strays?.n).toBe(0);
    expect(panel.users()).toBeGreaterThan(150);
    await panel.stop();
  });
});
