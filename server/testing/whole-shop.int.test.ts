import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { storeRate } from "@/server/domains/analytics";
import { proveBalances } from "@/server/domains/ledger";
import { expireOrders, fulfilOrder, refundToCredit } from "@/server/domains/orders";
import {
  addPartner,
  approvePayouts,
  failPayout,
  listPayouts,
  markPayoutPaid,
  refreshLevels,
  rejectPayout,
  releaseCommissions,
  requestPayout,
  setPayoutMethod,
  settleCommissions,
} from "@/server/domains/partners";
import { checkout, processGatewayEvent, recordTrustedEvent } from "@/server/domains/payments";
import { createPromoCode } from "@/server/domains/promocodes";
import { grantPending, settleReferral } from "@/server/domains/referrals";
import { updateSettingsGroup } from "@/server/domains/settings";
import { type Currency, toDecimal } from "@/server/rules/money";
import { aCustomer, aPlan } from "./builders";
import { startDemo } from "./gateways/demo";

/*
 * Everything that moves money, in any order: purchases in two currencies with codes and credit, lost and doubled
 * and late events, partial and full refunds, changed levels, holds, payouts and what is taken back after them.
 */

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 4 });
let now = new Date();
const ctx = systemContext("test", { clock: () => now });
const double = await startDemo({ sql });
afterAll(async () => {
  await double.stop();
  await sql.end({ timeout: 1 });
});
await updateSettingsGroup(ctx, {
  id: "gateway.demo",
  values: double.settings as Record<string, string | number | boolean>,
});
const program = (values: Record<string, string | number | boolean>) =>
  updateSettingsGroup(ctx, { id: "partners", values });
await program({ currency: "RUB", holdDays: 2, bankMinimum: 1 });
const plans = await Promise.all(
  [
    { currency: "RUB" as const, amount: 9_990n },
    { currency: "USD" as const, amount: 333n },
  ].map((price) => aPlan(ctx, { durations: [{ days: 30, prices: [price] }] })),
);
const LEVELS = ["0:5,6:10", "0:5,1:10,2:15", "0:20", "0:1,2:33"];
const CODE_USES = 3;

let unique = 0;
const key = () => `key-${++unique}-00000000`;

const small = fc.nat(1000);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("buy" as const), who: small, how: small }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("pay" as const), what: small, off: small }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("again" as const), what: small }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("refund" as const), what: small, part: small }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("credit" as const), what: small, part: small }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("jobs" as const), what: small, which: small }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("days" as const),
      days: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("payout" as const), who: small, part: small }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("decide" as const), what: small, how: small }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("levels" as const), which: small }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

type Bought = {
  orderId: string;
  paymentId: string | null;
  externalId: string | null;
  currency: Currency;
  asked: bigint;
  refunds: bigint[];
  paid: bigint;
};
type World = {
  people: string[];
  partners: string[];
  code: string;
  bought: Bought[];
  events: object[];
};

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

async function aWorld(): Promise<World> {
  const top = await addPartner(ctx, { customerId: await aCustomer(ctx), reason: "a friend" });
  const low = await addPartner(ctx, {
    customerId: await aCustomer(ctx, { referredBy: top.customerId }),
    reason: "a friend",
  });
  for (const { id } of [top, low]) {
    await setPayoutMethod(ctx, {
      partnerId: id,
      details: { method: "bank_transfer", form: "phone", account: "+79123456789", holder: "Ann" },
    });
  }
  const people = [top.customerId, low.customerId];
  for (const referredBy of [top.customerId, low.customerId, low.customerId, null]) {
    people.push(await aCustomer(ctx, { referredBy, createdAt: now }));
  }
  const code = `SUM${++unique}`;
  await createPromoCode(ctx, {
    code,
    kind: "percent",
    percentBp: 2500,
    maxUses: CODE_USES,
    perPerson: 2,
  });
  return { people, partners: [top.id, low.id], code, bought: [], events: [] };
}

/** A webhook of the demo gateway, as its verified bytes would be read from the inbox. */
async function deliver(world: World, body: object): Promise<void> {
  world.events.push(body);
  const { eventId } = await recordTrustedEvent(ctx, { gateway: "demo", body });
  if (eventId) await processGatewayEvent(ctx, { eventId }).catch(tooEarly);
}

/** A refund that was heard of before its payment is tried again by the job. */
const tooEarly = (error: unknown): void => {
  if (!/not settled yet/.test(String(error))) throw error;
};

const paidBody = ({ externalId, paymentId, currency }: Bought, amount: bigint) => ({
  type: "payment.paid",
  payment: {
    id: externalId,
    reference: paymentId,
    status: "paid",
    received: { value: toDecimal({ amount, currency }), currency },
    pay_url: "http://localhost/pay",
    refunds: [],
  },
});

async function act(world: World, step: Command): Promise<void> {
  switch (step.do) {
    case "buy": {
      const customerId = pick(world.people, step.who) ?? "";
      const plan = pick(plans, step.how % 4 === 3 ? 1 : 0);
      const { order, payment } = await checkout(ctx, {
        customerId,
        kind: "new",
        planId: plan?.id ?? "",
        durationId: plan?.durations[0]?.id ?? "",
        gateway: "demo",
        source: "bot",
        clientKey: key(),
        useCredit: step.how % 2 === 0,
        promoCode: step.how % 3 === 0 ? world.code : null,
      });
      world.bought.push({
        orderId: order.id,
        paymentId: payment?.id ?? null,
        externalId: payment?.externalId ?? null,
        currency: order.total.currency,
        asked: order.total.amount,
        refunds: [],
        paid: 0n,
      });
      return;
    }
    case "pay": {
      const one = pick(world.bought, step.what);
      if (!one?.paymentId || one.paid > 0n) return;
      const off = step.off % 10;
      const amount = off === 0 ? one.asked - 1n : off === 1 ? one.asked + 500n : one.asked;
      one.paid = amount;
      return deliver(world, paidBody(one, amount));
    }
    case "again": {
      const body = pick(world.events, step.what);
      if (body) await deliver(world, body);
      return;
    }
    case "refund": {
      const one = pick(world.bought, step.what);
      const left = one ? one.paid - one.refunds.reduce((sum, part) => sum + part, 0n) : 0n;
      if (!one || left <= 0n) return;
      const amount =
        step.part % 3 === 0 ? left : (left * BigInt(1 + (step.part % 99))) / 100n || 1n;
      one.refunds.push(amount);
      const refund = {
        id: `re_${++unique}`,
        value: toDecimal({ amount, currency: one.currency }),
        currency: one.currency,
      };
      const { payment } = paidBody(one, one.paid);
      return deliver(world, {
        type: "refund.done",
        payment: { ...payment, refunds: [refund] },
        refund,
      });
    }
    case "credit": {
      const one = pick(world.bought, step.what);
      // Providers refund what they like: after money went back as credit, nothing of this order goes back in money.
      if (!one || one.refunds.length > 0) return;
      await refundToCredit(ctx, {
        orderId: one.orderId,
        amount: BigInt(1 + step.part),
        reason: "a bad day",
      });
      one.refunds.push(one.paid);
      return;
    }
    case "jobs": {
      const orderId = pick(world.bought, step.what)?.orderId ?? "";
      if (orderId) await pick(JOBS, step.which)?.(orderId);
      return;
    }
    case "expire":
      now = new Date(now.getTime() + 2 * 3_600_000);
      await expireOrders(ctx);
      return;
    case "days":
      now = new Date(now.getTime() + step.days * 86_400_000);
      await releaseCommissions(ctx);
      await refreshLevels(ctx);
      return;
    case "payout": {
      const partnerId = pick(world.partners, step.who) ?? "";
      const amount = step.part % 2 ? BigInt(1 + step.part) : undefined;
      await requestPayout(ctx, { partnerId, amount, clientKey: key() });
      return;
    }
    case "decide": {
      const partnerId = pick(world.partners, step.what);
      const { rows } = await listPayouts(ctx, { partnerId, status: ["requested", "approved"] });
      const payoutId = pick(rows, step.what)?.id;
      if (!payoutId) return;
      if (step.how % 4 === 0)
        return rejectPayout(ctx, { payoutId, reason: "not now" }).then(() => {});
      await approvePayouts(ctx, { payoutIds: [payoutId] });
      if (step.how % 4 === 1) await failPayout(ctx, { payoutId, reason: "sent back" });
      if (step.how % 4 > 1) await markPayoutPaid(ctx, { payoutId, reference: `SEPA ${step.how}` });
      return;
    }
    case "levels":
      await program({ levels: pick(LEVELS, step.which) ?? "0:5" });
      await refreshLevels(ctx);
  }
}

const JOBS: ((orderId: string) => Promise<unknown>)[] = [
  (orderId) => fulfilOrder(ctx, { orderId }),
  (orderId) => settleCommissions(ctx, { orderId }),
  (orderId) => settleReferral(ctx, { orderId }),
];

/** What jobs would do in the end: everything, until nothing is left to do. */
async function settleAll(world: World): Promise<void> {
  for (const { orderId } of world.bought) for (const job of JOBS) await job(orderId);
  await grantPending(ctx);
}

const balances = () => sql<{ kind: string; owner: string; currency: string; sum: string }[]>`
  select kind, owner, currency, sum(balance)::text as sum from ledger_accounts
  group by kind, owner, currency order by kind, owner, currency`;

it("keeps the books whole in any order of things", { timeout: 240_000 }, async () => {
  for (const [from, to] of [
    ["USD", "RUB"],
    ["RUB", "USD"],
  ] as const) {
    await storeRate(ctx, { from, to, rate: from === "USD" ? "90.5" : "0.011" });
  }
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 30, maxLength: 120 }), async (steps) => {
      const world = await aWorld();
      for (const step of steps) {
        try {
          await act(world, step);
        } catch (error) {
          // A refusal in words is an answer: too little credit, a code used up, nothing to pay out.
          if (!isAppError(error) || error.kind === "unavailable") throw error;
        }
      }
      await settleAll(world);

      expect(await proveBalances(ctx)).toEqual([]);
      const [wrong] = await sql`
        select
          (select count(*)::int from (select currency from ledger_entries group by currency having sum(amount) <> 0) s) as sums,
          (select count(*)::int from ledger_accounts where not may_be_negative and balance < 0) as guarded,
          (select count(*)::int from (select 1 from partner_commissions where kind <> 'bonus'
            group by order_id, partner_id, kind having count(*) > 1) d) as commissions`;
      expect(wrong).toEqual({ sums: 0, guarded: 0, commissions: 0 });
      const [uses] = await sql`
        select c.uses, count(r.id) filter (where r.status in ('reserved', 'consumed'))::int as counted
        from promo_codes c left join promo_redemptions r on r.promo_code_id = c.id
        where c.code = ${world.code} group by c.uses`;
      expect(uses?.counted).toBe(uses?.uses);
      expect(uses?.counted).toBeLessThanOrEqual(CODE_USES);

      // The whole history once more, backwards: nothing happens twice.
      const before = await balances();
      for (const body of [...world.events].reverse()) await deliver(world, body);
      await settleAll(world);
      await settleAll(world);
      expect(await balances()).toEqual(before);
    }),
    { numRuns: 60, seed: 2611, endOnFailure: true },
  );

  // None of it was idle.
  const [done] = await sql<Record<string, number>[]>`
    select
      (select count(*)::int from orders where status = 'fulfilled') as fulfilled,
      (select count(distinct currency)::int from orders where paid_at is not null) as currencies,
      (select count(*)::int from orders where closed_at is null and paid_at > expires_at) as revived,
      (select count(*)::int from payments where status = 'held') as held,
      (select count(*)::int from refunds where status = 'done') as refunded,
      (select count(*)::int from orders where refunded_credit > 0) as credited,
      (select count(*)::int from promo_redemptions where status = 'consumed') as consumed,
      (select count(*)::int from promo_redemptions where status = 'released') as released,
      (select count(*)::int from partner_commissions where reversed > 0) as clawed,
      (select count(distinct level)::int from partners) as levels,
      (select count(*)::int from payouts where status = 'paid') as paid_out,
      (select count(*)::int from payouts where status in ('failed', 'rejected')) as returned,
      (select count(*)::int from ledger_entries e join ledger_accounts a on a.id = e.account_id
        where a.kind = 'partner_debt') as debts`;
  for (const [what, count] of Object.entries(done ?? {})) {
    expect(count, what).toBeGreaterThan(what === "currencies" ? 1 : 0);
  }
});
