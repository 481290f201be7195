import { and, count, eq, gte, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { referralRewards, referrals } from "@/db/schema/referrals";
import { type Ctx, inTransaction } from "@/server/core/context";
import { raiseAlert } from "@/server/domains/monitoring";
import type { Sighting } from "@/server/rules/referral";

type ReferralRow = typeof referrals.$inferSelect;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const sharedDevice = (one: SQL, other: SQL): SQL => sql`exists (
  select from subscriptions s join subscription_devices d on d.subscription_id = s.id
  join subscription_devices e on e.hwid = d.hwid join subscriptions t on t.id = e.subscription_id
  where s.customer_id = ${one} and t.customer_id = ${other}
)`;

const sharedCard = (one: SQL, other: SQL): SQL => sql`exists (
  select from saved_methods a join saved_methods b on b.token_hash = a.token_hash
  where a.customer_id = ${one} and b.customer_id = ${other}
)`;

/** What is known of the two people: a device or a card they share, a flood of sign-ups, a circle of invitations. */
export async function lookAt(
  ctx: Ctx<Tx>,
  { referrerId, refereeId, code, signedUpAt }: ReferralRow,
): Promise<Sighting> {
  const [shared] = await ctx.db.execute<{ device: boolean; card: boolean; circle: boolean }>(sql`
    with recursive above (id, depth) as (
      select referred_by, 1 from customers where id = ${referrerId}
      union
      select c.referred_by, a.depth + 1 from above a join customers c on c.id = a.id
      where a.id is not null and a.depth < 20
    )
    select
      ${sharedDevice(sql`${referrerId}`, sql`${refereeId}`)} as device,
      ${sharedCard(sql`${referrerId}`, sql`${refereeId}`)} as card,
      exists (select from above where id = ${refereeId}) as circle`);
  const [burst] = await ctx.db
    .select({ n: count() })
    .from(referrals)
    .where(
      and(
        eq(referrals.referrerId, referrerId),
        eq(referrals.code, code),
        gte(referrals.signedUpAt, new Date(signedUpAt.getTime() - HOUR)),
        sql`${referrals.signedUpAt} <= ${new Date(signedUpAt.getTime() + HOUR).toISOString()}::timestamptz`,
      ),
    );
  return {
    sameDevice: shared?.device ?? false,
    sameInstrument: shared?.card ?? false,
    circular: shared?.circle ?? false,
    signUpsWithinHour: burst?.n ?? 0,
  };
}

/** What an operator has looked at and let pass for these two: the same is not held again every month. */
export async function clearedSignals(ctx: Ctx<Tx>, referralId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ signals: referralRewards.signals })
    .from(referralRewards)
    .where(
      and(
        eq(referralRewards.referralId, referralId),
        isNotNull(referralRewards.decidedBy),
        ne(referralRewards.status, "rejected"),
      ),
    );
  return new Set(rows.flatMap(({ signals }) => signals));
}

export const askForReview = (ctx: Ctx<Tx>, rewardId: string, signals: string[]): Promise<void> =>
  raiseAlert(ctx, {
    kind: "referral_held",
    key: rewardId,
    severity: "warning",
    details: { signals: signals.join(", ") },
    href: "/admin/referrals?tab=review",
  });

/** How long after it was given a reward is still looked at: a friend connects devices after paying. */
const LOOKED_AT_MS = 30 * DAY;

/**
 * Looks again at rewards that were given: a shared device or card often shows only after the purchase. What shows
 * puts the reward on the review list; it stays given until a person decides.
 *
 * @returns how many
 */
export async function reviewGranted(ctx: Ctx): Promise<number> {
  const since = new Date(ctx.clock().getTime() - LOOKED_AT_MS).toISOString();
  const suspects = await ctx.db.execute<{ id: string; referral_id: string; signals: string[] }>(sql`
    select id, referral_id, signals from (
      select w.id, w.referral_id, w.granted_at, array_remove(array[
        case when ${sharedDevice(sql`r.referrer_id`, sql`r.referee_id`)} then 'same_device' end,
        case when ${sharedCard(sql`r.referrer_id`, sql`r.referee_id`)} then 'same_instrument' end
      ], null) as signals
      from referral_rewards w join referrals r on r.id = w.referral_id
      where w.status = 'granted' and w.signals = '{}' and w.granted_at > ${since}::timestamptz
    ) s where cardinality(signals) > 0 order by granted_at limit 200`);
  let found = 0;
  for (const { id, referral_id, signals } of suspects) {
    await inTransaction(ctx, async (tx) => {
      const cleared = await clearedSignals(tx, referral_id);
      const fresh = signals.filter((signal) => !cleared.has(signal));
      if (fresh.length === 0) return;
      const [flagged] = await tx.db
        .update(referralRewards)
        .set({ signals: fresh })
        .where(
          and(
            eq(referralRewards.id, id),
            eq(referralRewards.status, "granted"),
            eq(referralRewards.signals, []),
          ),
        )
        .returning({ id: referralRewards.id });
      if (!flagged) return;
      await askForReview(tx, id, fresh);
      found += 1;
    });
  }
  return found;
}
