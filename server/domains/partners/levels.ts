import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { partnerCommissions, partners } from "@/db/schema/partners";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { recordAudit } from "@/server/domains/audit";
import { levelAt } from "@/server/rules/commission";
import { accrueEntries } from "@/server/rules/partner-books";
import { ONE } from "./fx";
import { announce, lockPartner, type PartnerRow, post } from "./internal";
import { levelViews, type Program, readProgram } from "./program";

const DAY_MS = 86_400_000;

/**
 * Active paying referrals by who invited them: somebody who paid money that was not all given back, and did so
 * within the last days or has a bought subscription running.
 */
export async function activeReferrals(
  ctx: Ctx,
  input: { customerIds: string[]; activeDays: number; at?: Date },
): Promise<Map<string, number>> {
  const at = input.at ?? ctx.clock();
  const since = new Date(at.getTime() - input.activeDays * DAY_MS);
  const list = sql.join(
    input.customerIds.map((id) => sql`${id}`),
    sql`, `,
  );
  if (input.customerIds.length === 0) return new Map();
  const rows = await ctx.db.execute<{ owner: string; n: number }>(sql`
    select c.referred_by as owner, count(*)::int as n
    from customers c
    cross join lateral (
      select max(o.paid_at) as last from orders o
      where o.customer_id = c.id and o.paid_at is not null and o.paid_at <= ${at.toISOString()}
        and o.total > 0 and o.refunded + o.refunded_credit < o.total + o.credit
    ) bought
    where c.referred_by in (${list}) and bought.last is not null
      and (bought.last >= ${since.toISOString()} or exists (
        select 1 from subscriptions s where s.customer_id = c.id and not s.is_trial
          and s.status in ('active', 'limited') and s.expires_at > ${at.toISOString()}))
    group by 1`);
  return new Map(rows.map(({ owner, n }) => [owner, n]));
}

/**
 * Brings a locked partner's level to what their referrals give today. Reaching a level pays its bonus, once ever;
 * what was earned before a fall stays as it was.
 */
export async function refreshLevel(
  ctx: Ctx<Tx>,
  partner: PartnerRow,
  program: Program,
): Promise<PartnerRow> {
  if (partner.status !== "active") return partner;
  const { activeDays } = program.settings;
  const counts = await activeReferrals(ctx, { customerIds: [partner.customerId], activeDays });
  const level = levelAt(program.levels, counts.get(partner.customerId) ?? 0);
  if (level === partner.level) return partner;
  const [row] = await ctx.db
    .update(partners)
    .set({ level, updatedAt: ctx.clock() })
    .where(eq(partners.id, partner.id))
    .returning();
  await recordAudit(ctx, {
    action: "partners.level",
    subject: { type: "partner", id: partner.id },
    before: { level: partner.level },
    after: { level },
  });
  await payBonuses(ctx, partner, program, level);
  const after = row ?? partner;
  await announce(ctx, after);
  return after;
}

async function payBonuses(
  ctx: Ctx<Tx>,
  partner: PartnerRow,
  program: Program,
  reached: number,
): Promise<void> {
  // A bonus is named in the program's currency: whose money is kept in another gets none by guessing.
  if (partner.currency !== program.settings.currency) return;
  const holdDays = partner.terms.holdDays ?? program.settings.holdDays;
  for (const [level, { bonus }] of levelViews(program).entries()) {
    if (level <= partner.level || level > reached || bonus <= 0n) continue;
    const [made] = await ctx.db
      .insert(partnerCommissions)
      .values({
        id: newId("commission"),
        partnerId: partner.id,
        kind: "bonus",
        level,
        rateBp: 0,
        baseAmount: 0n,
        baseCurrency: partner.currency,
        fxRateMicros: ONE,
        amount: bonus,
        currency: partner.currency,
        payableAt: new Date(ctx.clock().getTime() + holdDays * DAY_MS),
        createdAt: ctx.clock(),
      })
      .onConflictDoNothing()
      .returning();
    if (!made) continue;
    await post(ctx, partner, {
      key: `commission:${made.id}:accrued`,
      kind: "commission.accrued",
      reference: { type: "commission", id: made.id },
      entries: accrueEntries(bonus),
    });
  }
}

/** Levels of all partners, as days go by without an order. Returns how many changed. */
export async function refreshLevels(ctx: Ctx): Promise<number> {
  const program = await readProgram(ctx);
  const rows = await ctx.db
    .select({ id: partners.id, customerId: partners.customerId, level: partners.level })
    .from(partners)
    .where(and(inArray(partners.status, ["active"])));
  const counts = await activeReferrals(ctx, {
    customerIds: rows.map((row) => row.customerId),
    activeDays: program.settings.activeDays,
  });
  let changed = 0;
  for (const { id, customerId, level } of rows) {
    if (levelAt(program.levels, counts.get(customerId) ?? 0) === level) continue;
    const moved = await inTransaction(ctx, async (tx) => {
      const before = await lockPartner(tx, id);
      return (await refreshLevel(tx, before, program)).level !== before.level;
    });
    if (moved) changed += 1;
  }
  return changed;
}
