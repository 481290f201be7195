import { desc, eq, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { referralCampaigns } from "@/db/schema/referrals";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { env } from "@/server/core/env";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getContactPoints } from "@/server/domains/notifications";
import { personName } from "@/server/rules/person-name";
import { adPayload, invitationPayload } from "@/server/rules/referral-code";
import { type CampaignView, campaignInput, createCampaignInput } from "./schemas";

/** A link of its own for a campaign of somebody who invites, so that it can be told apart. */
export async function createCampaign(
  ctx: Ctx,
  input: z.input<typeof createCampaignInput>,
): Promise<{ campaignId: string }> {
  requirePermission(ctx, "referrals.write");
  const { name, slug, owner } = parseInput(createCampaignInput, input);
  return inTransaction(ctx, async (tx) => {
    const customerId = owner ? await personCalled(tx, owner) : null;
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

/** By id, code or username: what an operator has at hand. */
async function personCalled(ctx: Ctx, called: string): Promise<string> {
  const name = called.replace(/^@/, "");
  const [person] = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(
      or(
        eq(customers.id, called),
        eq(customers.referralCode, name.toUpperCase()),
        sql`lower(${customers.username}) = ${name.toLowerCase()}`,
      ),
    )
    .limit(1);
  if (person) return person.id;
  throw new AppError(
    "not_found",
    "customer_not_found",
    "Nobody is called this: enter a customer's code, @username or id.",
  );
}

const numberOf = (counted: SQL) => sql<number>`(${counted})::int`;

/** Campaigns with what each brought, newest first. */
export async function listCampaigns(ctx: Ctx): Promise<CampaignView[]> {
  requirePermission(ctx, "referrals.read");
  const { botUsername } = await getContactPoints(ctx);
  const { APP_URL, PORT } = env();
  const here = APP_URL ?? `http://localhost:${PORT}`;
  const ofPerson = sql`r.campaign = referral_campaigns.slug and r.referrer_id = referral_campaigns.customer_id`;
  const ofHouse = sql`referral_campaigns.customer_id is null and lower(c.source) = ${adPayload("")} || referral_campaigns.slug`;
  const rows = await ctx.db
    .select({
      campaign: referralCampaigns,
      person: customers,
      clicks: numberOf(
        sql`select coalesce(sum(k.clicks), 0) from referral_clicks k where k.campaign = referral_campaigns.slug and k.code = coalesce(customers.referral_code, '')`,
      ),
      signUps: numberOf(
        sql`select (select count(*) from referrals r where ${ofPerson}) + (select count(*) from customers c where ${ofHouse})`,
      ),
      firstPurchases: numberOf(
        sql`select (select count(r.first_purchase_at) from referrals r where ${ofPerson}) + (
          select count(*) from customers c where ${ofHouse} and exists (
            select from orders o where o.customer_id = c.id and o.paid_at is not null and o.total > 0 and o.kind <> 'topup'
          ))`,
      ),
    })
    .from(referralCampaigns)
    .leftJoin(customers, eq(customers.id, referralCampaigns.customerId))
    .orderBy(desc(referralCampaigns.createdAt))
    .limit(200);
  return rows.map(({ campaign, person, ...counts }) => {
    const { slug } = campaign;
    const payload = person
      ? invitationPayload({ code: person.referralCode, campaign: slug })
      : adPayload(slug);
    return {
      id: campaign.id,
      slug,
      name: campaign.name,
      owner: person && {
        customerId: person.id,
        name: personName(person) || person.username || "",
        code: person.referralCode,
      },
      botLink: botUsername ? `https://t.me/${botUsername}?start=${payload}` : null,
      webLink: person && `${here}/r/${person.referralCode}?c=${slug}`,
      ...counts,
      archivedAt: campaign.archivedAt,
      createdAt: campaign.createdAt,
    };
  });
}
