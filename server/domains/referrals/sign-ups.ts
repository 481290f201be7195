import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { referralCampaigns, referralClicks, referrals } from "@/db/schema/referrals";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { readInvitation } from "@/server/rules/referral-code";
import { adClickInput, referralClickInput } from "./schemas";

/** Somebody followed an invitation; codes that nobody has are not counted. */
export async function recordReferralClick(
  ctx: Ctx,
  input: z.input<typeof referralClickInput>,
): Promise<void> {
  const { code, campaign } = parseInput(referralClickInput, input);
  const [known] = await ctx.db
    .select({ code: customers.referralCode })
    .from(customers)
    .where(eq(customers.referralCode, code.toUpperCase()));
  if (!known) return;
  await count(ctx, known.code, await tagOf(ctx, known.code, campaign.toLowerCase()));
}

/** Somebody followed the house's own advertising; campaigns that there are not are not counted. */
export async function recordAdClick(ctx: Ctx, input: z.input<typeof adClickInput>): Promise<void> {
  const { slug } = parseInput(adClickInput, input);
  const [known] = await ctx.db
    .select({ slug: referralCampaigns.slug })
    .from(referralCampaigns)
    .where(and(eq(referralCampaigns.slug, slug), isNull(referralCampaigns.customerId)));
  if (known) await count(ctx, "", known.slug);
}

/** Anybody may write any tag behind a code: beyond so many a day they count as the plain link. */
const TAGS_A_DAY = 50;

async function tagOf(ctx: Ctx, code: string, campaign: string): Promise<string> {
  if (!campaign) return "";
  const [row] = await ctx.db
    .select({
      tags: sql<number>`count(*)::int`,
      known: sql<boolean>`coalesce(bool_or(${referralClicks.campaign} = ${campaign}), false)`,
    })
    .from(referralClicks)
    .where(and(eq(referralClicks.code, code), eq(referralClicks.day, today(ctx))));
  return row && !row.known && row.tags >= TAGS_A_DAY ? "" : campaign;
}

const today = (ctx: Ctx): string => ctx.clock().toISOString().slice(0, 10);

async function count(ctx: Ctx, code: string, campaign: string): Promise<void> {
  await ctx.db
    .insert(referralClicks)
    .values({ code, campaign, day: today(ctx), clicks: 1 })
    .onConflictDoUpdate({
      target: [referralClicks.code, referralClicks.campaign, referralClicks.day],
      set: { clicks: sql`${referralClicks.clicks} + 1` },
    });
}

/** Keeps who brought a new person, once; the first touch has been written when they became known. */
export async function recordSignUp(ctx: Ctx, input: { customerId: string }): Promise<void> {
  const [person] = await ctx.db.select().from(customers).where(eq(customers.id, input.customerId));
  if (!person?.referredBy || person.referredBy === person.id) return;
  const invitation = readInvitation(person.source);
  await ctx.db
    .insert(referrals)
    .values({
      id: newId("referral"),
      referrerId: person.referredBy,
      refereeId: person.id,
      code: invitation?.code ?? "",
      campaign: invitation?.campaign ?? "",
      signedUpAt: person.createdAt,
    })
    .onConflictDoNothing();
}
