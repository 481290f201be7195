import { and, desc, eq, inArray } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { referralRewards, referrals } from "@/db/schema/referrals";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { getCustomer } from "@/server/domains/customers";
import { listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { isCurrency, type Money, money } from "@/server/rules/money";
import { invitationPayload } from "@/server/rules/referral-code";
import type { OwnReferrals } from "./schemas";
import { referralSettings } from "./settings";

/** Friends shown on the page; the numbers count all of them. */
const SHOWN = 50;

/** What a customer sees of whom they invited. Whoever only tries the shop has no link to share yet. */
export async function ownReferrals(ctx: Ctx, input: { customerId: string }): Promise<OwnReferrals> {
  requireSelfOr(ctx, input.customerId, "referrals.read");
  const [person, terms, subscriptions, friends, rewards] = await Promise.all([
    getCustomer(ctx, input),
    readSettings(ctx, referralSettings),
    listCustomerSubscriptions(ctx, input),
    ctx.db
      .select({
        firstName: customers.firstName,
        since: referrals.signedUpAt,
        boughtAt: referrals.firstPurchaseAt,
      })
      .from(referrals)
      .innerJoin(customers, eq(customers.id, referrals.refereeId))
      .where(eq(referrals.referrerId, input.customerId))
      .orderBy(desc(referrals.signedUpAt)),
    ctx.db
      .select()
      .from(referralRewards)
      .where(
        and(
          eq(referralRewards.customerId, input.customerId),
          inArray(referralRewards.status, ["pending", "granted"]),
        ),
      ),
  ]);
  const onTrialOnly = subscriptions.length > 0 && subscriptions.every(({ isTrial }) => isTrial);
  const code = person.referralCode;
  const granted = rewards.filter(({ status }) => status === "granted");
  const daysOf = (list: typeof rewards) => list.reduce((sum, { days }) => sum + days, 0);
  return {
    onTrialOnly,
    invitation:
      onTrialOnly || !terms.enabled
        ? null
        : { code, payload: invitationPayload({ code, campaign: "" }) },
    terms: {
      refereePercent: terms.refereePercent,
      firstMonthOnly: terms.firstMonthOnly,
      freeDays: terms.referrerFreeDays,
      renewalPercent: terms.renewalPercent,
    },
    friends: friends.slice(0, SHOWN).map(({ firstName, since, boughtAt }) => ({
      name: firstName,
      since,
      bought: boughtAt !== null,
    })),
    totals: {
      invited: friends.length,
      bought: friends.filter(({ boughtAt }) => boughtAt !== null).length,
      freeDays: daysOf(granted),
      pendingDays: daysOf(rewards.filter(({ status }) => status === "pending")),
      credit: sumsOf(granted),
    },
  };
}

function sumsOf(rewards: (typeof referralRewards.$inferSelect)[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { currency, amount, reversed } of rewards) {
    if (currency) sums.set(currency, (sums.get(currency) ?? 0n) + amount - reversed);
  }
  return [...sums].flatMap(([currency, amount]) =>
    isCurrency(currency) && amount > 0n ? [money(amount, currency)] : [],
  );
}
