import { eq } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { referralRewards } from "@/db/schema/referrals";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { notify } from "./notify";

/** Free days for an invitation are told once, with the subscription they went to. */
export async function tellReward(ctx: Ctx, input: { rewardId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ reward: referralRewards, plan: subscriptions.plan, locale: customers.locale })
    .from(referralRewards)
    .innerJoin(customers, eq(customers.id, referralRewards.customerId))
    .innerJoin(subscriptions, eq(subscriptions.id, referralRewards.subscriptionId))
    .where(eq(referralRewards.id, input.rewardId));
  if (row?.reward.status !== "granted") return;
  const { id, customerId, days } = row.reward;
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId,
      type: "reward_granted",
      data: { plan: row.plan.name[row.locale], days },
      dedupeKey: `reward:${id}`,
    }),
  );
}
