import { and, asc, between, eq, gt, inArray, sql } from "drizzle-orm";
import type { Locale } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { notify } from "./notify";

/** Days before the end at which a subscription is mentioned; the nearest that applies is used. */
const DAYS_BEFORE = [3, 1] as const;
const DAY = 86_400_000;
const BATCH = 500;

/**
 * Writes the reminders that are due: per subscription (a person may have several), by keyset until none is
 * left. The dedupe key carries the end, so a renewed subscription is reminded of its new end again.
 *
 * @returns how many were written
 */
export async function remindExpiring(ctx: Ctx): Promise<number> {
  let written = 0;
  for (const days of DAYS_BEFORE) {
    let after = "";
    for (;;) {
      const batch = await remindBatch(ctx, days, after);
      written += batch.length;
      const last = batch.at(-1);
      if (!last || batch.length < BATCH) break;
      after = last;
    }
  }
  return written;
}

async function remindBatch(ctx: Ctx, days: number, after: string): Promise<string[]> {
  const now = ctx.clock();
  const from = new Date(now.getTime() + (days === 1 ? 0 : DAY));
  const key = sql<string>`'expiring:' || ${subscriptions.id} || ':' || extract(epoch from ${subscriptions.expiresAt})::bigint || ':' || ${days}::text`;
  return inTransaction(ctx, async (tx) => {
    const due = await tx.db
      .select({
        id: subscriptions.id,
        customerId: subscriptions.customerId,
        plan: subscriptions.plan,
        expiresAt: subscriptions.expiresAt,
        locale: customers.locale,
        key,
      })
      .from(subscriptions)
      .innerJoin(customers, eq(customers.id, subscriptions.customerId))
      .where(
        and(
          gt(subscriptions.id, after),
          inArray(subscriptions.status, ["trial", "active", "limited"]),
          between(subscriptions.expiresAt, from, new Date(now.getTime() + days * DAY)),
          sql`not exists (select 1 from ${notifications} n where n.channel = 'telegram' and n.dedupe_key = ${key})`,
        ),
      )
      .orderBy(asc(subscriptions.id))
      .limit(BATCH);
    for (const row of due) {
      await notify(tx, {
        customerId: row.customerId,
        type: "subscription_expiring",
        data: {
          subscriptionId: row.id,
          plan: row.plan.name[row.locale as Locale],
          days,
          expiresAt: row.expiresAt.toISOString(),
        },
        dedupeKey: row.key,
      });
    }
    return due.map((row) => row.id);
  });
}
