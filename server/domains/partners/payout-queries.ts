import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { partners, payouts } from "@/db/schema/partners";
import { type Ctx, may, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { personName } from "@/server/rules/person-name";
import { isSendable } from "./decide-payout";
import { getPartnerRow, requireOwnOr } from "./internal";
import { toPayoutView } from "./payout-books";
import { openDetailsOrNull } from "./payout-methods/details";
import { matchesPerson, readCursor } from "./queries";
import {
  listPayoutsInput,
  type PayoutDetail,
  type PayoutDetails,
  type PayoutListRow,
  type PayoutSummary,
  payoutInput,
} from "./schemas";

const joined = { payout: payouts, customer: customers };
type Joined = { payout: typeof payouts.$inferSelect; customer: typeof customers.$inferSelect };

const toRow = ({ payout, customer }: Joined): PayoutListRow => ({
  ...toPayoutView(payout),
  customerId: customer.id,
  customerName: personName(customer),
  customerUsername: customer.username,
});

/** Payouts by the time they were asked for: the operators' queue, or a partner's own history. */
export async function listPayouts(
  ctx: Ctx,
  input: z.input<typeof listPayoutsInput>,
): Promise<{ rows: PayoutListRow[]; nextCursor: string | null }> {
  const page = await pageOf(ctx, input);
  return { rows: page.rows.map(toRow), nextCursor: page.nextCursor };
}

async function pageOf(ctx: Ctx, input: z.input<typeof listPayoutsInput>) {
  const { status, method, partnerId, q, dir, cursor, limit } = parseInput(listPayoutsInput, input);
  if (partnerId) requireOwnOr(ctx, await getPartnerRow(ctx, partnerId), "partners.read");
  else requirePermission(ctx, "partners.read");
  const from = cursor ? readCursor(cursor) : null;
  const order = sql.raw(dir);
  const rows: Joined[] = await ctx.db
    .select(joined)
    .from(payouts)
    .innerJoin(partners, eq(partners.id, payouts.partnerId))
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(
      and(
        status.length > 0 ? inArray(payouts.status, status) : undefined,
        method ? eq(payouts.method, method) : undefined,
        partnerId ? eq(payouts.partnerId, partnerId) : undefined,
        q
          ? or(
              eq(payouts.id, q),
              eq(payouts.partnerId, q),
              eq(payouts.reference, q),
              matchesPerson(q),
            )
          : undefined,
        from
          ? sql`(${payouts.requestedAt}, ${payouts.id}) ${sql.raw(dir === "desc" ? "<" : ">")} (${from.at}::timestamptz, ${from.id})`
          : undefined,
      ),
    )
    .orderBy(sql`${payouts.requestedAt} ${order}`, sql`${payouts.id} ${order}`)
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1)?.payout;
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? `${last.requestedAt.toISOString()}|${last.id}` : null,
  };
}

/** The same with where to pay in clear: what is handed to the bank. */
export async function listPayoutsForBank(
  ctx: Ctx,
  input: z.input<typeof listPayoutsInput>,
): Promise<{
  rows: (PayoutListRow & { details: PayoutDetails | null })[];
  nextCursor: string | null;
}> {
  // Reading asks for no second factor: a download could not.
  if (!may(ctx, "payouts.approve")) requirePermission(ctx, "payouts.approve");
  const page = await pageOf(ctx, input);
  return {
    rows: page.rows.map((row) => ({
      ...toRow(row),
      details: row.payout.sealedDetails ? openDetailsOrNull(row.payout.sealedDetails) : null,
    })),
    nextCursor: page.nextCursor,
  };
}

export async function getPayoutDetail(
  ctx: Ctx,
  input: z.input<typeof payoutInput>,
): Promise<PayoutDetail> {
  requirePermission(ctx, "partners.read");
  const { payoutId } = parseInput(payoutInput, input);
  const [row] = await ctx.db
    .select(joined)
    .from(payouts)
    .innerJoin(partners, eq(partners.id, payouts.partnerId))
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(eq(payouts.id, payoutId));
  if (!row) throw notFound("payout", payoutId);
  const mayPay = may(ctx, "payouts.approve");
  const { sealedDetails } = row.payout;
  return {
    ...toRow(row),
    details: mayPay && sealedDetails ? openDetailsOrNull(sealedDetails) : null,
    sendable: await isSendable(ctx, row.payout),
  };
}

/** What waits, by state and currency. */
export async function summarizePayouts(ctx: Ctx): Promise<PayoutSummary> {
  requirePermission(ctx, "partners.read");
  const states = ["requested", "approved", "processing"] as const;
  const rows = await ctx.db
    .select({
      status: payouts.status,
      currency: payouts.currency,
      count: sql<number>`count(*)::int`,
      amount: sql<string>`sum(${payouts.amount})::text`,
    })
    .from(payouts)
    .where(inArray(payouts.status, [...states]))
    .groupBy(payouts.status, payouts.currency)
    .orderBy(payouts.currency);
  return states.map((status) => {
    const mine = rows.filter((row) => row.status === status);
    return {
      status,
      count: mine.reduce((sum, row) => sum + row.count, 0),
      amounts: mine.map((row) => money(BigInt(row.amount), row.currency)),
    };
  });
}
