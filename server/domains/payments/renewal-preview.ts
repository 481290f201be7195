import { eq } from "drizzle-orm";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { isAppError, notFound } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { quoteOrder } from "@/server/domains/orders";
import { nextStep, parseSchedule } from "@/server/rules/dunning";
import { money } from "@/server/rules/money";
import { isLifetime } from "@/server/rules/subscription-state";
import { planRenewal } from "./auto-renew-plan";
import { gateways } from "./gateways/registry";
import { providerCharge } from "./provider-renewal";
import { renewalSettings } from "./renewal-settings";
import { listSavedMethods } from "./saved-methods";
import type { RenewalPreview } from "./schemas";

/**
 * What automatic renewal of a subscription would charge as things stand now, when, and from what. Null where
 * there is nothing to renew: a trial, a subscription for life, or none of ours.
 */
export async function previewRenewal(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<RenewalPreview | null> {
  const { subscriptionId } = input;
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  requireSelfOr(ctx, row.customerId, "subscriptions.read");
  const { enabled, schedule } = await readSettings(ctx, renewalSettings);
  const never = row.isTrial || row.planId === null || row.cancelledAt !== null || !row.enabled;
  if (!enabled || never || isLifetime(row.expiresAt)) return null;
  const at = nextStep(row.expiresAt, parseSchedule(schedule) ?? [], ctx.clock());
  const from = await sourceOf(ctx, row).catch((error: unknown): RenewalPreview["from"] => {
    if (isAppError(error)) return { kind: "none", reason: "no_price" };
    throw error;
  });
  return { on: row.autoRenew, at, from };
}

async function sourceOf(
  ctx: Ctx,
  row: typeof subscriptions.$inferSelect,
): Promise<RenewalPreview["from"]> {
  const plan = await planRenewal(ctx, row);
  if (plan.kind === "none") {
    if (plan.reason !== "provider_renews") return { kind: "none", reason: plan.reason };
    const charge = await providerCharge(ctx, row.id);
    const gateway = Object.values(gateways).find(({ id }) => id === charge?.gateway);
    if (!charge || !gateway) return { kind: "none", reason: "no_price" };
    return { kind: "provider", at: charge.at, total: charge.total, label: gateway.label };
  }
  const { total, currency } = await quoteOrder(ctx, { ...plan.offer, currency: plan.currency });
  if (plan.kind === "credit") return { kind: "credit", total: money(total, currency) };
  const methods = await listSavedMethods(ctx, { customerId: row.customerId });
  const label = methods.find(({ id }) => id === plan.method.id)?.label ?? "";
  return { kind: "method", total: money(total, currency), label };
}
