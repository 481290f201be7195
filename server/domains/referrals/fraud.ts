import { and, count, eq, gte, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { referrals } from "@/db/schema/referrals";
import { referrals as table } from "@/db/schema/referrals";
import type { Ctx } from "@/server/core/context";
import type { Sighting } from "@/server/rules/referral";

type ReferralRow = typeof referrals.$inferSelect;

const HOUR = 3_600_000;

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
      exists (
        select from subscription_devices d join subscriptions s on s.id = d.subscription_id
        join subscription_devices e on e.hwid = d.hwid join subscriptions t on t.id = e.subscription_id
        where s.customer_id = ${referrerId} and t.customer_id = ${refereeId}
      ) as device,
      exists (
        select from saved_methods a join saved_methods b on b.token_hash = a.token_hash
        where a.customer_id = ${referrerId} and b.customer_id = ${refereeId}
      ) as card,
      exists (select from above where id = ${refereeId}) as circle`);
  const [burst] = await ctx.db
    .select({ n: count() })
    .from(table)
    .where(
      and(
        eq(table.referrerId, referrerId),
        eq(table.code, code),
        gte(table.signedUpAt, new Date(signedUpAt.getTime() - HOUR)),
        sql`${table.signedUpAt} <= ${new Date(signedUpAt.getTime() + HOUR).toISOString()}::timestamptz`,
      ),
    );
  return {
    sameDevice: shared?.device ?? false,
    sameInstrument: shared?.card ?? false,
    circular: shared?.circle ?? false,
    signUpsWithinHour: burst?.n ?? 0,
  };
}
