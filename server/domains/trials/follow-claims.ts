import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { subscriptions } from "@/db/schema/subscriptions";
import { trialClaims } from "@/db/schema/trials";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { recordAudit } from "@/server/domains/audit";
import { setEnabled } from "@/server/domains/subscriptions";
import type { TrialFigures } from "./schemas";
import { returnTrialMoney } from "./trial-money";

/** A trial that the panel refuses for so long is not coming: the person may try again. */
const REFUSED_FOR_MS = 3_600_000;

/** The link was handed over: the claim is used. */
export async function consumeTrial(ctx: Ctx, input: { subscriptionId: string }): Promise<void> {
  await ctx.db
    .update(trialClaims)
    .set({ status: "consumed", consumedAt: ctx.clock() })
    .where(
      and(eq(trialClaims.subscriptionId, input.subscriptionId), eq(trialClaims.status, "reserved")),
    );
}

/** A plan was bought on the trial's subscription, which goes on with its link and devices. */
export async function markTrialConverted(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<void> {
  await ctx.db
    .update(trialClaims)
    .set({
      convertedAt: ctx.clock(),
      status: "consumed",
      consumedAt: sql`coalesce(${trialClaims.consumedAt}, now())`,
    })
    .where(
      and(
        eq(trialClaims.subscriptionId, input.subscriptionId),
        isNull(trialClaims.convertedAt),
        sql`${trialClaims.status} <> 'released'`,
        // An add-on to a trial leaves it one.
        sql`exists (select from subscriptions s where s.id = ${input.subscriptionId} and not s.is_trial)`,
      ),
    );
}

/**
 * Releases claims whose subscription the panel refused for good: nothing was handed over.
 *
 * @returns how many
 */
export async function releaseRefusedTrials(ctx: Ctx): Promise<number> {
  const refused = await ctx.db
    .select({
      id: trialClaims.id,
      customerId: trialClaims.customerId,
      subscriptionId: subscriptions.id,
    })
    .from(trialClaims)
    .innerJoin(subscriptions, eq(subscriptions.id, trialClaims.subscriptionId))
    .where(
      and(
        eq(trialClaims.status, "reserved"),
        eq(subscriptions.provisioning, "rejected"),
        lt(subscriptions.updatedAt, new Date(ctx.clock().getTime() - REFUSED_FOR_MS)),
      ),
    )
    .limit(100);
  let released = 0;
  for (const { id, customerId, subscriptionId } of refused) {
    await inTransaction(ctx, async (tx) => {
      // Delivered after all, in this very moment: the claim is used then.
      const [still] = await tx.db
        .select({ id: subscriptions.id })
        .from(subscriptions)
        .where(
          and(eq(subscriptions.id, subscriptionId), eq(subscriptions.provisioning, "rejected")),
        )
        .for("update");
      const [claim] = still
        ? await tx.db
            .update(trialClaims)
            .set({ status: "released", releasedAt: tx.clock() })
            .where(and(eq(trialClaims.id, id), eq(trialClaims.status, "reserved")))
            .returning({ id: trialClaims.id })
        : [];
      if (!claim) return;
      released += 1;
      await returnTrialMoney(tx, { claimId: id, customerId });
      await setEnabled(tx, { subscriptionId, enabled: false, reason: "the trial was refused" });
      await recordAudit(tx, {
        action: "trials.release",
        subject: { type: "subscription", id: subscriptionId },
        after: { claimId: id },
      });
    });
  }
  return released;
}

/** How trials go: claimed, running now, turned into purchases. */
export async function trialFigures(ctx: Ctx): Promise<TrialFigures> {
  requirePermission(ctx, "overview.read");
  const [row] = await ctx.db
    .select({
      claims: sql<number>`count(*)::int`,
      converted: sql<number>`count(${trialClaims.convertedAt})::int`,
      active: sql<number>`count(*) filter (where ${subscriptions.isTrial} and ${subscriptions.expiresAt} > ${ctx.clock().toISOString()}::timestamptz)::int`,
    })
    .from(trialClaims)
    .leftJoin(subscriptions, eq(subscriptions.id, trialClaims.subscriptionId))
    .where(sql`${trialClaims.status} <> 'released'`);
  const { claims = 0, converted = 0, active = 0 } = row ?? {};
  const decided = claims - active;
  return {
    claims,
    active,
    converted,
    conversionBp: decided > 0 ? Math.round((converted * 10_000) / decided) : null,
  };
}
