import type { Sql } from "@/db/client";
import { type Ctx, systemContext } from "@/server/core/context";
import { adjustCredit } from "@/server/domains/ledger";
import {
  addPartner,
  applyForPartner,
  approvePayouts,
  markPayoutPaid,
  refreshLevels,
  releaseCommissions,
  requestPayout,
  setPayoutMethod,
  settleCommissions,
  suspendPartner,
} from "@/server/domains/partners";
import { createPromoCode, generatePromoCodes } from "@/server/domains/promocodes";
import { settleReferral } from "@/server/domains/referrals";
import { updateSettingsGroup } from "@/server/domains/settings";

const DAY_MS = 86_400_000;
/** Partners have been with the shop for so long, and what their friends paid since earns. */
const PARTNER_DAYS = 100;
const PARTNERS = 9;
/** Renewals of so many days ago are looked at again, one by one, as the job would. */
const REWARDED_DAYS = 30;

/**
 * What the seeded business earned and shared: who brought whom, codes, trials, partners and their payouts. The
 * past of it is written as rows; what moves money goes through the product's own verbs, so that the books are
 * what they would be.
 */
export async function growDemo(sql: Sql, now: number): Promise<void> {
  const ctx = systemContext("demo", { clock: () => new Date(now) });
  // Small sums, so that some of the demo's partners have enough for a payout.
  await updateSettingsGroup(ctx, {
    id: "partners",
    values: { currency: "RUB", bankMinimum: 1_000, cryptoMinimum: 1_000 },
  });
  await rememberReferrals(sql, now);
  await rememberTrials(sql);
  await makeCodes(ctx, now);
  await rewardRenewals(ctx, sql, now);
  await makePartners(ctx, sql, now);
  await giveCredit(ctx, sql);
  // All this is the past: nobody is told of it, and no job looks at it again.
  await sql`delete from outbox`;
}

async function rememberReferrals(sql: Sql, now: number): Promise<void> {
  await sql`
    insert into referrals (id, referrer_id, referee_id, code, signed_up_at, first_order_id, first_purchase_at)
    select 'ref_' || substr(c.id, 5), c.referred_by, c.id, r.referral_code, c.created_at, o.id, o.paid_at
    from customers c join customers r on r.id = c.referred_by
    left join lateral (
      select id, paid_at from orders where customer_id = c.id and paid_at is not null order by paid_at, id limit 1
    ) o on true
    on conflict do nothing`;
  await sql`
    insert into referral_clicks (code, day, clicks)
    select code, signed_up_at::date, (count(*) * (2 + abs(hashtext(code)) % 4))::int from referrals
    group by code, signed_up_at::date on conflict do nothing`;
  await sql`
    insert into referral_rewards (id, referral_id, customer_id, kind, order_id, status, days, created_at, granted_at)
    select 'rwd_' || substr(f.id, 5), f.id, f.referrer_id, 'first_purchase', f.first_order_id, 'granted', 30,
      f.first_purchase_at, f.first_purchase_at
    from referrals f where f.first_order_id is not null
      and f.first_purchase_at < ${new Date(now - REWARDED_DAYS * DAY_MS).toISOString()}::timestamptz
    on conflict do nothing`;
  // A few that somebody should look at.
  await sql`
    update referral_rewards set status = 'held', granted_at = null, signals = '{same_device}'
    where id in (select id from referral_rewards order by created_at desc limit 3)`;
}

async function rememberTrials(sql: Sql): Promise<void> {
  await sql`
    insert into trial_claims (id, customer_id, nth, status, created_at, consumed_at, converted_at)
    select 'trl_' || substr(c.id, 5), c.id, 1, 'consumed', c.created_at, c.created_at,
      (select min(o.paid_at) from orders o where o.customer_id = c.id)
    from customers c where abs(hashtext(c.id)) % 10 < 4 on conflict do nothing`;
}

async function makeCodes(ctx: Ctx, now: number): Promise<void> {
  const at = (days: number) => new Date(now + days * DAY_MS);
  const codes: Parameters<typeof createPromoCode>[1][] = [
    { code: "WELCOME", kind: "percent", percentBp: 1500, newCustomersOnly: true, note: "Blogs" },
    { code: "AUTUMN20", kind: "percent", percentBp: 2000, maxUses: 500, validUntil: at(21) },
    { code: "BLACKFRIDAY", kind: "percent", percentBp: 4000, validFrom: at(5), validUntil: at(9) },
    { code: "MINUS100", kind: "fixed", amounts: { RUB: 10_000n, USD: 120n } },
    { code: "WEEKONUS", kind: "special", special: { days: 7 }, note: "Support says sorry" },
  ];
  await generatePromoCodes(ctx, {
    prefix: "PODCAST",
    count: 25,
    kind: "percent",
    percentBp: 2500,
    maxUses: 1,
  });
  for (const code of codes) await createPromoCode(ctx, code);
}

async function rewardRenewals(ctx: Ctx, sql: Sql, now: number): Promise<void> {
  const since = new Date(now - REWARDED_DAYS * DAY_MS).toISOString();
  const orders = await sql<{ id: string }[]>`
    select o.id from orders o join referrals r on r.referee_id = o.customer_id
    where o.kind = 'renew' and o.paid_at > ${since}::timestamptz and o.id <> r.first_order_id limit 120`;
  for (const { id } of orders) await settleReferral(ctx, { orderId: id });
}

async function makePartners(ctx: Ctx, sql: Sql, now: number): Promise<void> {
  const joined: Ctx = { ...ctx, clock: () => new Date(now - PARTNER_DAYS * DAY_MS) };
  const best = await sql<{ id: string }[]>`
    select referrer_id as id from referrals group by 1 order by count(first_order_id) desc, 1
    limit ${PARTNERS + 1}`;
  const ids: string[] = [];
  for (const { id } of best.slice(0, PARTNERS)) {
    ids.push((await addPartner(joined, { customerId: id, reason: "one of our best" })).id);
  }
  await refreshLevels(ctx);
  const orders = await sql<{ id: string }[]>`
    select o.id from orders o
    join customers c on c.id = o.customer_id join partners p on p.customer_id = c.referred_by
    where o.paid_at > ${new Date(now - PARTNER_DAYS * DAY_MS).toISOString()}::timestamptz
    order by o.paid_at limit 300`;
  for (const { id } of orders) await settleCommissions(ctx, { orderId: id });
  await releaseCommissions(ctx);
  await payPartners(ctx, ids);
  const [, , , asleep] = ids;
  if (asleep) await suspendPartner(ctx, { partnerId: asleep, reason: "advertised with our name" });
  const last = best.at(-1);
  if (last) {
    const application = "I run a channel about travel, 12,000 readers.";
    await applyForPartner(ctx, { customerId: last.id, application });
  }
}

/** One paid, one approved, one that asks; what is too little to be paid out stays. */
async function payPartners(ctx: Ctx, ids: string[]): Promise<void> {
  const steps = ["paid", "approved", "requested"] as const;
  let next = 0;
  for (const partnerId of ids) {
    await setPayoutMethod(ctx, {
      partnerId,
      details: {
        method: "bank_transfer",
        form: "phone",
        account: "+79123456789",
        holder: "Ann Lee",
      },
    }).catch(() => null);
    const step = steps[next];
    if (!step) return;
    const asked = await requestPayout(ctx, {
      partnerId,
      clientKey: `demo-${partnerId}`,
    }).catch(() => null);
    if (!asked) continue;
    next += 1;
    if (step === "requested") continue;
    await approvePayouts(ctx, { payoutIds: [asked.id] });
    if (step === "paid") {
      await markPayoutPaid(ctx, { payoutId: asked.id, reference: "SBP 2210-4471" }).catch(
        () => null,
      );
    }
  }
}

async function giveCredit(ctx: Ctx, sql: Sql): Promise<void> {
  const people = await sql<
    { id: string }[]
  >`select id from customers order by created_at desc limit 12`;
  for (const { id } of people) {
    await adjustCredit(ctx, {
      customerId: id,
      amount: 15_000n,
      currency: "RUB",
      reason: "sorry for the slow evening",
      clientKey: `demo-credit-${id}`,
    });
  }
}
