import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { subscriptions } from "@/db/schema/subscriptions";
import { trialClaims } from "@/db/schema/trials";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { getPlan, getStorefront } from "@/server/domains/catalog";
import type { Money } from "@/server/rules/money";
import type { QuotedPlan } from "@/server/rules/pricing";
import { type TrialPerson, type TrialRefusal, trialRefusal } from "@/server/rules/trial";
import type { TrialOffer } from "./schemas";
import { trialPrice, trialSettings } from "./settings";

const GIB = 1024n ** 3n;
/** Statuses in which a subscription serves its owner, or is about to. */
const SERVED = ["pending", "trial", "active", "limited", "disabled"] as const;

export type Trial = { plan: QuotedPlan; days: number; price: Money | null };

/** The trial as the settings have it, or why there is none for this person. */
export async function decideTrial(
  ctx: Ctx,
  customerId: string,
): Promise<{ trial: Trial } | { refused: TrialRefusal }> {
  const terms = await readSettings(ctx, trialSettings);
  const refused = trialRefusal(terms, await personOf(ctx, customerId));
  if (refused) return { refused };
  const plan = await trialPlan(ctx, { customerId, planId: terms.planId });
  if (!plan) return { refused: "trial_off" };
  return { trial: { days: terms.days, plan, price: trialPrice(terms) ?? null } };
}

/** The plan that is tried, with the caps of trials; null when there is none. */
export async function trialPlan(
  ctx: Ctx,
  input: { customerId: string; planId: string },
): Promise<QuotedPlan | null> {
  const { customerId } = input;
  const terms = await readSettings(ctx, trialSettings);
  const planId = input.planId || (await getStorefront(ctx, { customerId })).plans[0]?.id || "";
  if (!planId) return null;
  const plan = await getPlan(ctx, { planId }).catch(() => null);
  if (!plan) return null;
  const squads = terms.squads.split(",").map((squad) => squad.trim().toLowerCase());
  return {
    id: plan.id,
    name: plan.name,
    trafficLimitBytes: BigInt(terms.trafficGb) * GIB,
    // The cap is for the whole trial: nothing of it comes back.
    trafficStrategy: "NO_RESET",
    deviceLimit: terms.deviceLimit,
    internalSquads: terms.squads ? squads : plan.internalSquads,
    externalSquad: plan.externalSquad,
  };
}

/** What this person may try now; null when no trial is due to them. */
export async function trialOffer(
  ctx: Ctx,
  input: { customerId: string },
): Promise<TrialOffer | null> {
  requireSelfOr(ctx, input.customerId, "customers.read");
  const decided = await decideTrial(ctx, input.customerId);
  if ("refused" in decided) return null;
  const { plan, days, price } = decided.trial;
  return {
    planName: plan.name,
    days,
    trafficLimitBytes: plan.trafficLimitBytes,
    deviceLimit: plan.deviceLimit ?? 0,
    price,
  };
}

async function personOf(ctx: Ctx, customerId: string): Promise<TrialPerson> {
  const [person] = await ctx.db.select().from(customers).where(eq(customers.id, customerId));
  if (!person) throw notFound("customer", customerId);
  const ofPerson = eq(subscriptions.customerId, customerId);
  const [subscribed, [paid], [claimed]] = await Promise.all([
    ctx.db
      .select({ status: subscriptions.status, origin: subscriptions.origin })
      .from(subscriptions)
      // One that the panel refused was never given.
      .leftJoin(
        trialClaims,
        and(eq(trialClaims.subscriptionId, subscriptions.id), eq(trialClaims.status, "released")),
      )
      .where(and(ofPerson, isNull(trialClaims.id))),
    ctx.db
      .select({ n: count() })
      .from(orders)
      .where(and(eq(orders.customerId, customerId), inArray(orders.status, ["paid", "fulfilled"]))),
    ctx.db
      .select({ n: count() })
      .from(trialClaims)
      .where(
        and(
          eq(trialClaims.customerId, customerId),
          inArray(trialClaims.status, ["reserved", "consumed"]),
        ),
      ),
  ]);
  const serves: readonly string[] = SERVED;
  return {
    suspended: person.suspendedAt !== null,
    invited: person.referredBy !== null,
    existing: (paid?.n ?? 0) > 0 || subscribed.some(({ origin }) => origin === "import"),
    served: subscribed.some(({ status }) => serves.includes(status)),
    claims: claimed?.n ?? 0,
  };
}
