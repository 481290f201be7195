import { and, asc, between, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Locale } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { notifications } from "@/db/schema/notifications";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { type NotifyInput, notify } from "./notify";

const HOUR = 3_600_000;
const BATCH = 500;

/** When a subscription is mentioned before its end, in hours; the windows of one kind do not overlap. */
type Occasion =
  | { trial: false; from: number; to: number; days: number }
  | { trial: true; from: number; to: number; left: "day" | "hours" };

const OCCASIONS: readonly Occasion[] = [
  { trial: false, from: 24, to: 72, days: 3 },
  { trial: false, from: 0, to: 24, days: 1 },
  { trial: true, from: 3, to: 24, left: "day" },
  { trial: true, from: 0, to: 3, left: "hours" },
];

/**
 * Writes the reminders that are due: per subscription (a person may have several), by keyset until none is
 * left. The dedupe key carries the end, so a renewed subscription is reminded of its new end again.
 *
 * @returns how many were written
 */
export async function remindExpiring(ctx: Ctx): Promise<number> {
  let written = 0;
  for (const occasion of OCCASIONS) {
    let after = "";
    for (;;) {
      const batch = await remindBatch(ctx, occasion, after);
      written += batch.length;
      const last = batch.at(-1);
      if (!last || batch.length < BATCH) break;
      after = last;
    }
  }
  return written;
}

async function remindBatch(ctx: Ctx, occasion: Occasion, after: string): Promise<string[]> {
  const now = ctx.clock().getTime();
  const at = (hours: number) => new Date(now + hours * HOUR);
  const which = occasion.trial ? `trial-${occasion.left}` : String(occasion.days);
  const key = sql<string>`'expiring:' || ${subscriptions.id} || ':' || extract(epoch from ${subscriptions.expiresAt})::bigint || ':' || ${which}::text`;
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
          eq(subscriptions.isTrial, occasion.trial),
          inArray(subscriptions.status, ["trial", "active", "limited"]),
          between(subscriptions.expiresAt, at(occasion.from), at(occasion.to)),
          // Who began to try a moment ago knows how long it lasts.
          occasion.trial ? lt(subscriptions.createdAt, new Date(now - 2 * HOUR)) : undefined,
          sql`not exists (select 1 from ${notifications} n where n.channel = 'telegram' and n.dedupe_key = ${key})`,
        ),
      )
      .orderBy(asc(subscriptions.id))
      .limit(BATCH);
    for (const row of due) await notify(tx, reminder(occasion, row));
    return due.map((row) => row.id);
  });
}

type Due = {
  id: string;
  customerId: string;
  plan: typeof subscriptions.$inferSelect.plan;
  expiresAt: Date;
  locale: Locale;
  key: string;
};

function reminder(occasion: Occasion, row: Due): NotifyInput {
  const to = { customerId: row.customerId, dedupeKey: row.key };
  const about = { subscriptionId: row.id, plan: row.plan.name[row.locale] };
  if (occasion.trial) {
    return { ...to, type: "trial_ending", data: { ...about, left: occasion.left } };
  }
  const expiresAt = row.expiresAt.toISOString();
  return {
    ...to,
    type: "subscription_expiring",
    data: { ...about, days: occasion.days, expiresAt },
  };
}
