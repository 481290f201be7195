import { and, desc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { partnerCommissions, partners } from "@/db/schema/partners";
import { type Ctx, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import { buyerCode } from "./buyer-code";
import { balancesOfAll, balanceViews, getPartnerRow, requireOwnOr, toView } from "./internal";
import { activeReferrals } from "./levels";
import { getPartnerOverview } from "./overview";
import { readProgram } from "./program";
import {
  type CommissionView,
  listCommissionsInput,
  listPartnersInput,
  type PartnerDetail,
  type PartnerListRow,
  partnerInput,
} from "./schemas";

/** What a list gave out as the place to go on from. */
export function readCursor(cursor: string): { at: string; id: string } {
  const [at = "", id = ""] = cursor.split("|");
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) || !id) {
    throw new AppError("validation", "invalid_cursor", "cursor: not one that a list gave out");
  }
  return { at, id };
}

/** Ids, username, beginning of a name, or Telegram id. */
export function matchesPerson(q: string): SQL | undefined {
  const text = q.replace(/^@/, "").toLowerCase();
  const prefix = `${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    eq(customers.id, q),
    sql`lower(${customers.username}) like ${prefix}`,
    sql`lower(${customers.firstName}) like ${prefix}`,
    sql`lower(${customers.lastName}) like ${prefix}`,
    ...(/^\d{5,18}$/.test(text) ? [eq(customers.telegramId, BigInt(text))] : []),
  );
}

/** Partners by the time they applied, page by page. */
export async function listPartners(
  ctx: Ctx,
  input: z.input<typeof listPartnersInput>,
): Promise<{ rows: PartnerListRow[]; nextCursor: string | null }> {
  requirePermission(ctx, "partners.read");
  const { q, status, level, dir, cursor, limit } = parseInput(listPartnersInput, input);
  const from = cursor ? readCursor(cursor) : null;
  const order = sql.raw(dir);
  const rows = await ctx.db
    .select({ partner: partners, customer: customers })
    .from(partners)
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(
      and(
        status.length > 0 ? inArray(partners.status, status) : undefined,
        level === undefined ? undefined : eq(partners.level, level),
        q ? or(eq(partners.id, q), matchesPerson(q)) : undefined,
        from
          ? sql`(${partners.createdAt}, ${partners.id}) ${sql.raw(dir === "desc" ? "<" : ">")} (${from.at}::timestamptz, ${from.id})`
          : undefined,
      ),
    )
    .orderBy(sql`${partners.createdAt} ${order}`, sql`${partners.id} ${order}`)
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const { settings } = await readProgram(ctx);
  const [balances, referrals, earned] = await Promise.all([
    balancesOfAll(
      ctx,
      page.map(({ partner }) => partner),
    ),
    activeReferrals(ctx, {
      customerIds: page.map(({ customer }) => customer.id),
      activeDays: settings.activeDays,
    }),
    earnedBy(
      ctx,
      page.map(({ partner }) => partner.id),
    ),
  ]);
  const nothing = { pending: 0n, payable: 0n, inPayout: 0n, debt: 0n };
  const last = page.at(-1)?.partner;
  return {
    rows: page.map(({ partner, customer }) => ({
      ...toView(partner),
      customerName: personName(customer),
      customerUsername: customer.username,
      referrals: referrals.get(customer.id) ?? 0,
      balances: balanceViews(balances.get(partner.id) ?? nothing, partner.currency),
      earned: money(earned.get(partner.id) ?? 0n, partner.currency),
    })),
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
}

/** Net of reversals, hold or not. */
async function earnedBy(ctx: Ctx, ids: string[]): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      id: partnerCommissions.partnerId,
      sum: sql<string>`sum(${partnerCommissions.amount} - ${partnerCommissions.reversed})::text`,
    })
    .from(partnerCommissions)
    .where(inArray(partnerCommissions.partnerId, ids))
    .groupBy(partnerCommissions.partnerId);
  return new Map(rows.map(({ id, sum }) => [id, BigInt(sum)]));
}

export async function getPartnerDetail(
  ctx: Ctx,
  input: z.input<typeof partnerInput>,
): Promise<PartnerDetail> {
  requirePermission(ctx, "partners.read");
  const { partnerId } = parseInput(partnerInput, input);
  const row = await getPartnerRow(ctx, partnerId);
  const [overview, [customer], [parent]] = await Promise.all([
    getPartnerOverview(ctx, { partnerId }),
    ctx.db.select().from(customers).where(eq(customers.id, row.customerId)),
    ctx.db
      .select({ id: partners.id, customer: customers })
      .from(partners)
      .innerJoin(customers, eq(customers.id, partners.customerId))
      .where(eq(partners.id, row.parentId ?? "")),
  ]);
  const { directBp, overrideBp, holdDays, waivedFeeAmount } = row.terms;
  return {
    ...overview,
    customerName: customer ? personName(customer) : "",
    customerUsername: customer?.username ?? null,
    terms: {
      directBp: directBp ?? null,
      overrideBp: overrideBp ?? null,
      holdDays: holdDays ?? null,
      waivedFeeAmount: waivedFeeAmount === undefined ? null : BigInt(waivedFeeAmount),
    },
    parent: parent
      ? {
          id: parent.id,
          name: personName(parent.customer) || parent.customer.username || parent.id,
        }
      : null,
  };
}

/** A partner's commissions, newest first. Who bought is for operators only. */
export async function listCommissions(
  ctx: Ctx,
  input: z.input<typeof listCommissionsInput>,
): Promise<{ rows: CommissionView[]; nextCursor: string | null }> {
  const { partnerId, kind, cursor, limit } = parseInput(listCommissionsInput, input);
  requireOwnOr(ctx, await getPartnerRow(ctx, partnerId), "partners.read");
  const from = cursor ? readCursor(cursor) : null;
  const rows = await ctx.db
    .select({ row: partnerCommissions, orderNumber: orders.number })
    .from(partnerCommissions)
    .leftJoin(orders, eq(orders.id, partnerCommissions.orderId))
    .where(
      and(
        eq(partnerCommissions.partnerId, partnerId),
        // Rows of nothing only say that an order was decided on.
        ne(partnerCommissions.amount, 0n),
        kind ? eq(partnerCommissions.kind, kind) : undefined,
        from
          ? sql`(${partnerCommissions.createdAt}, ${partnerCommissions.id}) < (${from.at}::timestamptz, ${from.id})`
          : undefined,
      ),
    )
    .orderBy(desc(partnerCommissions.createdAt), desc(partnerCommissions.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.row;
  const mayKnow = ctx.actor.type !== "customer";
  return {
    rows: page.map(({ row, orderNumber }) => ({
      id: row.id,
      kind: row.kind,
      status: row.status,
      orderId: mayKnow ? row.orderId || null : null,
      orderNumber: mayKnow ? orderNumber : null,
      customerId: mayKnow ? row.customerId : null,
      buyer: buyerCode(row),
      sourcePartnerId: row.sourcePartnerId,
      level: row.level,
      rateBp: row.rateBp,
      base: money(row.baseAmount, row.baseCurrency),
      amount: money(row.amount, row.currency),
      reversed: money(row.reversed, row.currency),
      payableAt: row.payableAt,
      releasedAt: row.releasedAt,
      createdAt: row.createdAt,
    })),
    nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}|${last.id}` : null,
  };
}

/** The partner this customer is; not found for who is none or was never let in. */
export async function ownPartnerId(ctx: Ctx, input: { customerId: string }): Promise<string> {
  const [row] = await ctx.db
    .select({ id: partners.id })
    .from(partners)
    .where(
      and(
        eq(partners.customerId, input.customerId),
        inArray(partners.status, ["active", "suspended"]),
      ),
    );
  if (row) return row.id;
  throw new AppError("not_found", "partner_none", "You are not a partner. Apply first.");
}
