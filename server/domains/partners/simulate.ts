import { inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { partners } from "@/db/schema/partners";
import { type Ctx, requirePermission } from "@/server/core/context";
import { commissionBase, levelAt, type OrderMoney } from "@/server/rules/commission";
import { isCurrency, type Money, money } from "@/server/rules/money";
import { type SimulatedOrder, simulateProgram } from "@/server/rules/partner-simulation";
import { rateOn } from "./fx";
import { nameOf } from "./internal";
import { activeReferrals } from "./levels";
import { checkLevels, readProgram } from "./program";
import type { LevelsSimulation, programLevelsInput } from "./schemas";

type Row = OrderMoney & {
  partnerId: string;
  currency: string;
  paidAt: Date;
};

/**
 * What last calendar month would have brought partners with other levels and override shares: today's program and the
 * changed one on the same orders, each partner at the level their referrals gave at the end of that month. In the
 * program's currency.
 */
export async function simulateLevels(
  ctx: Ctx,
  input: z.input<typeof programLevelsInput>,
): Promise<LevelsSimulation> {
  requirePermission(ctx, "partners.read");
  const changed = checkLevels(input);
  const program = await readProgram(ctx);
  const { currency, gatewayFeeBp, activeDays } = program.settings;
  const now = ctx.clock();
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const people = await peopleOf(ctx);
  const counts = await activeReferrals(ctx, {
    customerIds: people.map((person) => person.customerId),
    activeDays,
    at: new Date(to.getTime() - 1),
  });
  const unconverted = new Map<string, bigint>();
  const simulated: SimulatedOrder[] = [];
  for (const { partnerId, currency: paidIn, paidAt, ...amounts } of await ordersOf(ctx, from, to)) {
    const net = amounts.total - amounts.refunded;
    if (!isCurrency(paidIn)) continue;
    const rateMicros = await rateOn(ctx, { from: paidIn, to: currency, at: paidAt });
    if (rateMicros === null) unconverted.set(paidIn, (unconverted.get(paidIn) ?? 0n) + net);
    else {
      simulated.push({
        partnerId,
        base: commissionBase(amounts.total, gatewayFeeBp),
        money: amounts,
        from: paidIn,
        rateMicros,
      });
    }
  }
  const links = people.map((person) => ({
    ...person,
    referrals: counts.get(person.customerId) ?? 0,
  }));
  const run = (wanted: { levels: typeof program.levels; overrideBp: number[] }) =>
    simulateProgram({ orders: simulated, partners: links, program: wanted, currency });
  const before = run(program);
  const after = run(changed);
  const sum = (of: Map<string, bigint>) => [...of.values()].reduce((a, b) => a + b, 0n);
  const named = await namesOf(ctx, [...new Set([...before.keys(), ...after.keys()])]);
  return {
    month: from.toISOString().slice(0, 7),
    currency,
    orders: simulated.length,
    before: sum(before),
    after: sum(after),
    partners: links
      .filter(({ id }) => before.has(id) || after.has(id))
      .map(({ id, referrals }) => ({
        partnerId: id,
        name: named.get(id) ?? id,
        referrals,
        levelBefore: levelAt(program.levels, referrals),
        levelAfter: levelAt(changed.levels, referrals),
        before: before.get(id) ?? 0n,
        after: after.get(id) ?? 0n,
      }))
      .sort((a, b) => Number(b.after - b.before - (a.after - a.before)))
      .slice(0, 200),
    unconverted: [...unconverted].map(([code, amount]): Money => money(amount, code)),
  };
}

const peopleOf = (ctx: Ctx) =>
  ctx.db
    .select({
      id: partners.id,
      customerId: partners.customerId,
      parentId: partners.parentId,
      status: partners.status,
      terms: partners.terms,
    })
    .from(partners)
    .where(inArray(partners.status, ["active", "suspended"]));

async function ordersOf(ctx: Ctx, from: Date, to: Date): Promise<Row[]> {
  const rows = await ctx.db.execute<
    Record<"partnerId" | "currency" | "paidAt", string> &
      Record<"total" | "credit" | "refunded" | "refundedCredit", string>
  >(sql`
    select p.id as "partnerId", o.currency, (extract(epoch from o.paid_at) * 1000)::text as "paidAt",
      o.total::text as total, o.credit::text as credit, o.refunded::text as refunded,
      o.refunded_credit::text as "refundedCredit"
    from orders o
    join customers c on c.id = o.customer_id
    join partners p on p.customer_id = c.referred_by and p.approved_at <= o.paid_at
    where o.paid_at >= ${from.toISOString()} and o.paid_at < ${to.toISOString()} and o.total > 0`);
  return rows.map((row) => ({
    partnerId: row.partnerId,
    currency: row.currency,
    paidAt: new Date(Number(row.paidAt)),
    total: BigInt(row.total),
    credit: BigInt(row.credit),
    refunded: BigInt(row.refunded),
    refundedCredit: BigInt(row.refundedCredit),
  }));
}

async function namesOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute<{
    id: string;
    firstName: string;
    lastName: string;
    username: string | null;
  }>(sql`
    select p.id, c.first_name as "firstName", c.last_name as "lastName", c.username
    from partners p join customers c on c.id = p.customer_id
    where p.id in (${sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    )})`);
  return new Map(rows.map(({ id, ...name }) => [id, nameOf(name)]));
}
