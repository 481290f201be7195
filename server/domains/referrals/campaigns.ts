import { desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { referralCampaigns } from "@/db/schema/referrals";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { invitationPayload } from "@/server/rules/referral-code";
import { type CampaignView, campaignInput, createCampaignInput } from "./schemas";

/** A link of its own for a campaign of somebody who invites, so that it can be told apart. */
export async function createCampaign(
  ctx: Ctx,
  input: z.input<typeof createCampaignInput>,
): Promise<{ campaignId: string }> {
  requirePermission(ctx, "referrals.write");
  const { name, slug, customerId } = parseInput(createCampaignInput, input);
  return inTransaction(ctx, async (tx) => {
    const [person] = await tx.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.id, customerId));
    if (!person) throw notFound("customer", customerId);
    const [row] = await tx.db
      .insert(referralCampaigns)
      .values({
        id: newId("campaign"),
        slug,
        name,
        customerId,
        createdBy: tx.actor.id,
        createdAt: tx.clock(),
      })
      .onConflictDoNothing()
      .returning({ id: referralCampaigns.id });
    if (!row) {
      throw new AppError(
        "conflict",
        "campaign_exists",
        "There is a campaign of this short name already: choose another one.",
      );
    }
    await recordAudit(tx, {
      action: "referrals.createCampaign",
      subject: { type: "campaign", id: row.id },
      after: { name, slug, customerId },
    });
    return { campaignId: row.id };
  });
}

/** Takes a campaign off the list; what its link brought stays counted, and the link goes on to work. */
export async function archiveCampaign(
  ctx: Ctx,
  input: z.input<typeof campaignInput>,
): Promise<void> {
  requirePermission(ctx, "referrals.write");
  const { campaignId } = parseInput(campaignInput, input);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(referralCampaigns)
      .set({ archivedAt: tx.clock() })
      .where(eq(referralCampaigns.id, campaignId))
      .returning({ id: referralCampaigns.id });
    if (!row) throw notFound("campaign", campaignId);
    await recordAudit(tx, {
      action: "referrals.archiveCampaign",
      subject: { type: "campaign", id: campaignId },
    });
  });
}

const numberOf = (counted: ReturnType<typeof sql>) => sql<number>`(${counted})::int`;

/** Campaigns with what each brought, newest first. */
export async function listCampaigns(ctx: Ctx): Promise<CampaignView[]> {
  requirePermission(ctx, "referrals.read");
  const brought = sql`from referrals r where r.campaign = referral_campaigns.slug and r.referrer_id = referral_campaigns.customer_id`;
  const rows = await ctx.db
    .select({
      campaign: referralCampaigns,
      person: customers,
      clicks: numberOf(
        sql`select coalesce(sum(k.clicks), 0) from referral_clicks k where k.campaign = referral_campaigns.slug and k.code = customers.referral_code`,
      ),
      signUps: numberOf(sql`select count(*) ${brought}`),
      firstPurchases: numberOf(sql`select count(r.first_purchase_at) ${brought}`),
    })
    .from(referralCampaigns)
    .innerJoin(customers, eq(customers.id, referralCampaigns.customerId))
    .orderBy(desc(referralCampaigns.createdAt))
    .limit(200);
  return rows.map(({ campaign, person, ...counts }) => ({
    id: campaign.id,
    slug: campaign.slug,
    name: campaign.name,
    code: person.referralCode,
    customerId: person.id,
    customerName:
      [person.firstName, person.lastName].filter(Boolean).join(" ") || person.username || "",
    payload: invitationPayload({ code: person.referralCode, campaign: campaign.slug }),
    ...counts,
    archivedAt: campaign.archivedAt,
    createdAt: campaign.createdAt,
  }));
}
