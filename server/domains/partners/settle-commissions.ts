import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { partnerCommissions, partners } from "@/db/schema/partners";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import {
  commissionBase,
  commissionOf,
  planCommissions,
  reversedOf,
} from "@/server/rules/commission";
import { money } from "@/server/rules/money";
import { accrueEntries, reverseEntries } from "@/server/rules/partner-books";
import { rateOn } from "./fx";
import { announce, balancesOf, lockPartner, type PartnerRow, post } from "./internal";
import { refreshLevel } from "./levels";
import { type Program, readProgram } from "./program";

type OrderRow = typeof orders.$inferSelect;
type CommissionRow = typeof partnerCommissions.$inferSelect;
const DAY_MS = 86_400_000;

/** `waiting`: a rate is missing; nothing was written, and it is asked for again later. */
export type SettledCommissions = { kind: "settled" | "nothing" | "waiting" };

/**
 * Brings the commissions of an order to what its present state calls for, and writes only the difference: asked
 * twice, ten at once, late, or for the refund before the payment, it ends the same.
 *
 * Who earns is decided once, when the order is first settled: the chain, its rates and the day's exchange rate are
 * kept with each commission, and refunds only take back. Topping up is money that came, so it counts; buying with
 * credit later does not count again.
 */
export async function settleCommissions(
  ctx: Ctx,
  input: { orderId: string },
): Promise<SettledCommissions> {
  const program = await readProgram(ctx);
  return inTransaction(ctx, async (tx) => {
    const [order] = await tx.db
      .select()
      .from(orders)
      .where(eq(orders.id, input.orderId))
      .for("share");
    if (!order?.paidAt || order.total <= 0n) return { kind: "nothing" };
    const chain = await lockChain(tx, order, program);
    if (chain.length === 0) return { kind: "nothing" };
    const known = await commissionsOf(tx, order.id);
    const first = chain[0];
    const direct = first ? await refreshLevel(tx, first, program) : undefined;
    let rows = known;
    if (known.length === 0 && direct) {
      const decided = await decide(tx, order, [direct, ...chain.slice(1)], program);
      if (!decided) return { kind: "waiting" };
      rows = decided;
    }
    const byId = new Map(chain.map((partner) => [partner.id, partner]));
    for (const row of rows) {
      const partner = byId.get(row.partnerId) ?? (await lockPartner(tx, row.partnerId));
      await takeBack(tx, order, row, partner);
    }
    return { kind: rows.length > 0 ? "settled" : "nothing" };
  });
}

const commissionsOf = (ctx: Ctx<Tx>, orderId: string): Promise<CommissionRow[]> =>
  ctx.db.select().from(partnerCommissions).where(eq(partnerCommissions.orderId, orderId));

/**
 * The partner who invited the buyer before this payment, and those above; locked in the order of their ids, so that
 * two orders never wait for each other.
 */
async function lockChain(ctx: Ctx<Tx>, order: OrderRow, program: Program): Promise<PartnerRow[]> {
  const [first] = await ctx.db
    .select({ id: partners.id, parentId: partners.parentId })
    .from(partners)
    .innerJoin(customers, eq(customers.referredBy, partners.customerId))
    .where(
      and(
        eq(customers.id, order.customerId),
        isNotNull(partners.approvedAt),
        sql`${partners.approvedAt} <= ${order.paidAt?.toISOString() ?? null}`,
      ),
    );
  if (!first) return [];
  const known = await commissionsOf(ctx, order.id);
  const ids = known.length > 0 ? known.map((row) => row.partnerId) : [first.id];
  // Terms of a partner above may reach further than the program's; ten is the most there can be.
  const depth = known.length > 0 ? 0 : Math.max(program.overrideBp.length, 10);
  for (let parent = first.parentId; parent && ids.length <= depth && !ids.includes(parent); ) {
    ids.push(parent);
    const [above] = await ctx.db
      .select({ parentId: partners.parentId })
      .from(partners)
      .where(eq(partners.id, parent));
    parent = above?.parentId ?? null;
  }
  const locked = new Map<string, PartnerRow>();
  for (const id of [...new Set([first.id, ...ids])].sort()) {
    locked.set(id, await lockPartner(ctx, id));
  }
  return [...new Set([first.id, ...ids])].flatMap((id) => locked.get(id) ?? []);
}

/** Who earns what of an order, with the day's rates. Null, and an alert, while a rate is missing. */
async function decide(
  ctx: Ctx<Tx>,
  order: OrderRow,
  chain: PartnerRow[],
  program: Program,
): Promise<CommissionRow[] | null> {
  const paidAt = order.paidAt ?? ctx.clock();
  const planned = planCommissions(
    chain.map((link) => ({
      partnerId: link.id,
      earns: program.settings.enabled && earnedAt(link, paidAt),
      level: link.level,
      terms: link.terms,
    })),
    program,
  );
  const base = commissionBase(order.total, program.settings.gatewayFeeBp);
  const rows: (typeof partnerCommissions.$inferInsert & { amount: bigint; id: string })[] = [];
  for (const { partnerId, kind, sourcePartnerId, rateBp } of planned) {
    const partner = chain.find(({ id }) => id === partnerId);
    if (!partner) continue;
    const from = money(0n, order.currency).currency;
    const to = money(0n, partner.currency).currency;
    const rateMicros = await rateOn(ctx, { from, to, at: paidAt });
    if (rateMicros === null) {
      await missRate(ctx, from, to);
      return null;
    }
    const amount = commissionOf(base, { rateBp, from, to, rateMicros });
    const holdDays = partner.terms.holdDays ?? program.settings.holdDays;
    rows.push({
      id: newId("commission"),
      partnerId,
      kind,
      orderId: order.id,
      customerId: order.customerId,
      sourcePartnerId,
      rateBp,
      baseAmount: base,
      baseCurrency: order.currency,
      fxRateMicros: rateMicros,
      amount,
      currency: partner.currency,
      // Nothing to hold: it only says that this order was decided on.
      ...(amount === 0n && { status: "payable" as const, releasedAt: ctx.clock() }),
      payableAt: new Date(paidAt.getTime() + holdDays * DAY_MS),
      createdAt: ctx.clock(),
    });
    await resolveAlert(ctx, { kind: "commission_no_rate", key: `${from}:${to}` });
  }
  const made = await ctx.db
    .insert(partnerCommissions)
    .values(rows)
    .onConflictDoNothing()
    .returning();
  for (const row of made) {
    const partner = chain.find(({ id }) => id === row.partnerId);
    if (!partner || row.amount === 0n) continue;
    await post(ctx, partner, {
      key: `commission:${row.id}:accrued`,
      kind: "commission.accrued",
      reference: { type: "commission", id: row.id },
      entries: accrueEntries(row.amount),
    });
    await announce(ctx, partner);
  }
  return made;
}

const earnedAt = ({ status, approvedAt }: PartnerRow, at: Date): boolean =>
  status === "active" && approvedAt !== null && approvedAt <= at;

const missRate = (ctx: Ctx<Tx>, from: string, to: string) =>
  raiseAlert(ctx, {
    kind: "commission_no_rate",
    key: `${from}:${to}`,
    severity: "warning",
    details: { from, to },
    href: "/admin/settings?group=rates",
  });

/** Refunds since: what the money that stayed no longer earns is taken back, wherever it is by now. */
async function takeBack(
  ctx: Ctx<Tx>,
  order: OrderRow,
  row: CommissionRow,
  partner: PartnerRow,
): Promise<void> {
  const target = reversedOf(
    {
      ...row,
      from: money(0n, row.baseCurrency).currency,
      to: money(0n, row.currency).currency,
      rateMicros: row.fxRateMicros,
    },
    order,
  );
  const more = target - row.reversed;
  if (more <= 0n) return;
  const entries = reverseEntries(more, row.releasedAt !== null, await balancesOf(ctx, partner));
  await post(ctx, partner, {
    key: `commission:${row.id}:reversed:${target}`,
    kind: "commission.reversed",
    reference: { type: "commission", id: row.id },
    entries,
  });
  await ctx.db
    .update(partnerCommissions)
    .set({ reversed: target, ...(target === row.amount && { status: "reversed" as const }) })
    .where(eq(partnerCommissions.id, row.id));
  await announce(ctx, partner);
}

/**
 * Orders of the last two months whose commissions are not what they should be: a rate was missing, or an event never
 * came. Oldest first.
 */
export async function listUnsettledOrders(ctx: Ctx): Promise<string[]> {
  const since = new Date(ctx.clock().getTime() - 62 * DAY_MS).toISOString();
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select o.id from orders o
    join customers c on c.id = o.customer_id
    join partners p on p.customer_id = c.referred_by and p.approved_at <= o.paid_at
    where o.paid_at >= ${since} and o.total > 0 and (
      not exists (select 1 from partner_commissions k where k.order_id = o.id)
      or ((o.refunded > 0 or o.refunded_credit > o.credit) and exists (
        select 1 from partner_commissions k
        where k.order_id = o.id and k.amount > 0 and k.reversed = 0)))
    order by o.paid_at limit 500`);
  return rows.map(({ id }) => id);
}
