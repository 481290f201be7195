import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { subscriptionAddons, subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getAddon, listAddonsOnSale } from "@/server/domains/catalog";
import { addonPrice, addonPriceNow, fitsSubscription } from "@/server/rules/addon";
import { type Currency, money } from "@/server/rules/money";
import type { QuotedAddon } from "@/server/rules/pricing";
import { isLive } from "@/server/rules/subscription-state";
import {
  type AddonRow,
  limitColumns,
  notEnded,
  ofSubscription,
  planLimits,
  renewableAddons,
} from "./addon-state";
import { changePromise, lockSubscription, type SubscriptionRow } from "./internal";
import {
  type AddonOffer,
  cancelAddonInput,
  type GrantResult,
  type SubscriptionAddonView,
} from "./schemas";

async function ownRow(ctx: Ctx, subscriptionId: string): Promise<SubscriptionRow> {
  const [row] = await ctx.db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionId));
  if (!row) throw notFound("subscription", subscriptionId);
  requireSelfOr(ctx, row.customerId, "subscriptions.read");
  return row;
}

/** What can be added to a subscription now, at what it costs until the subscription's end. */
export async function addonOffers(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<AddonOffer[]> {
  const row = await ownRow(ctx, input.subscriptionId);
  const now = ctx.clock();
  const { planId, isTrial, expiresAt } = row;
  const state = {
    planId,
    isTrial,
    expiresAt,
    live: isLive({ ...row, cancelled: row.cancelledAt !== null }, now),
    ...planLimits(row),
  };
  return (await listAddonsOnSale(ctx))
    .filter((addon) => addon.prices.length > 0 && fitsSubscription(addon, state))
    .map((addon) => ({
      addon,
      endsAt: expiresAt,
      prices: addon.prices.map((price) =>
        money(
          addonPriceNow({ price: price.amount, recurring: addon.recurring }, { expiresAt, now }),
          price.currency,
        ),
      ),
      prices30Days: addon.prices,
    }));
}

/**
 * Recurring add-ons that a renewal by `days` days carries on, at their price of today. One without a price in
 * this currency ends with its time.
 */
export async function renewedAddons(
  ctx: Ctx,
  input: { subscriptionId: string; currency: Currency; days: number },
): Promise<QuotedAddon[]> {
  await ownRow(ctx, input.subscriptionId);
  const result: QuotedAddon[] = [];
  for (const { addonId, name, kind, quantity, recurring } of await renewableAddons(
    ctx,
    input.subscriptionId,
  )) {
    const { prices } = await getAddon(ctx, { addonId });
    const price = prices.find(({ currency }) => currency === input.currency);
    if (!price) continue;
    const amount = addonPrice(price.amount, input.days);
    result.push({ addonId, name, kind, quantity, recurring, amount });
  }
  return result;
}

/**
 * Puts a bought add-on on the promise, in the transaction that fulfils its order; once an order. It lasts until
 * `endsAt`, which is what was quoted: a renewal bought meanwhile does not stretch it.
 */
export async function grantAddon(
  ctx: Ctx<Tx>,
  input: {
    subscriptionId: string;
    orderId: string;
    addon: Omit<QuotedAddon, "amount">;
    /** Absent is the subscription's end. */
    endsAt?: Date | null;
  },
): Promise<GrantResult> {
  const { subscriptionId, orderId, addon } = input;
  const row = await lockSubscription(ctx, subscriptionId);
  const [known] = await ctx.db
    .select({ id: subscriptionAddons.id })
    .from(subscriptionAddons)
    .where(eq(subscriptionAddons.orderId, orderId));
  if (known) return { subscriptionId, revision: row.desiredRevision };
  const now = ctx.clock();
  const endsAt = input.endsAt && input.endsAt < row.expiresAt ? input.endsAt : row.expiresAt;
  const id = newId("subscriptionAddon");
  await ctx.db.insert(subscriptionAddons).values({
    id,
    subscriptionId,
    orderId,
    addonId: addon.addonId,
    name: addon.name,
    kind: addon.kind,
    quantity: addon.quantity,
    recurring: addon.recurring,
    startsAt: now,
    endsAt,
    createdAt: now,
  });
  const result = await applyAddons(ctx, row, "addon");
  await recordAudit(ctx, {
    action: "subscriptions.grantAddon",
    subject: { type: "subscription", id: subscriptionId },
    after: { addonId: addon.addonId, orderId, endsAt, quantity: addon.quantity },
  });
  return result;
}

/** A full refund takes an add-on back. Null when the order bought none. */
export async function endAddon(
  ctx: Ctx<Tx>,
  input: { orderId: string },
): Promise<GrantResult | null> {
  const byOrder = eq(subscriptionAddons.orderId, input.orderId);
  const [found] = await ctx.db.select().from(subscriptionAddons).where(byOrder);
  if (!found) return null;
  const row = await lockSubscription(ctx, found.subscriptionId);
  const now = ctx.clock();
  const ended = await ctx.db
    .update(subscriptionAddons)
    .set({ cancelledAt: now, endedAt: now })
    .where(and(byOrder, notEnded))
    .returning({ id: subscriptionAddons.id });
  if (ended.length === 0) return { subscriptionId: row.id, revision: row.desiredRevision };
  await recordAudit(ctx, {
    action: "subscriptions.endAddon",
    subject: { type: "subscription", id: row.id },
    after: { addonId: found.addonId, orderId: input.orderId },
  });
  return applyAddons(ctx, row, "refund");
}

/** The customer wants no more of a recurring add-on: it lasts as long as it is paid for. */
export async function cancelAddon(ctx: Ctx, input: { subscriptionAddonId: string }): Promise<void> {
  const { subscriptionAddonId: id } = parseInput(cancelAddonInput, input);
  await inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ addon: subscriptionAddons, customerId: subscriptions.customerId })
      .from(subscriptionAddons)
      .innerJoin(subscriptions, eq(subscriptions.id, subscriptionAddons.subscriptionId))
      .where(eq(subscriptionAddons.id, id));
    if (!found) throw notFound("addon", id);
    requireSelfOr(tx, found.customerId, "subscriptions.write");
    if (!found.addon.recurring) {
      throw new AppError(
        "precondition",
        "addon_not_recurring",
        "This add-on is not renewed: it ends by itself.",
      );
    }
    await lockSubscription(tx, found.addon.subscriptionId);
    if (found.addon.cancelledAt || found.addon.endedAt) return;
    await tx.db
      .update(subscriptionAddons)
      .set({ cancelledAt: tx.clock() })
      .where(eq(subscriptionAddons.id, id));
    await recordAudit(tx, {
      action: "subscriptions.cancelAddon",
      subject: { type: "subscription", id: found.addon.subscriptionId },
      after: { addonId: found.addon.addonId, endsAt: found.addon.endsAt },
    });
  });
}

/** Add-ons that are in force or wait for a late renewal, oldest first. */
export async function listSubscriptionAddons(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<SubscriptionAddonView[]> {
  await ownRow(ctx, input.subscriptionId);
  const rows = await ctx.db
    .select()
    .from(subscriptionAddons)
    .where(and(ofSubscription(input.subscriptionId), notEnded))
    .orderBy(asc(subscriptionAddons.createdAt), asc(subscriptionAddons.id));
  return rows.map(toAddonView);
}

const toAddonView = (row: AddonRow): SubscriptionAddonView => ({
  id: row.id,
  addonId: row.addonId,
  name: row.name,
  kind: row.kind,
  quantity: row.quantity,
  recurring: row.recurring,
  renews: row.recurring && row.cancelledAt === null,
  endsAt: row.endsAt,
});

/** Brings the promise to the plan and the add-ons that run now. The row must be locked. */
export async function applyAddons(
  ctx: Ctx<Tx>,
  row: SubscriptionRow,
  why: string,
): Promise<GrantResult> {
  return changePromise(ctx, row, await limitColumns(ctx, row.id, planLimits(row)), why);
}
