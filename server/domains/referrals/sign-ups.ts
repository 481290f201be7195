import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { referralClicks, referrals } from "@/db/schema/referrals";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { readInvitation } from "@/server/rules/referral-code";
import { referralClickInput } from "./schemas";

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
  await ctx.db
    .insert(referralClicks)
    .values({
      code: known.code,
      campaign: campaign.toLowerCase(),
      day: ctx.clock().toISOString().slice(0, 10),
      clicks: 1,
    })
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
