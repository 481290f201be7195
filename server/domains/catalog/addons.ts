import { asc, eq, inArray, isNull, type SQL } from "drizzle-orm";
import type { z } from "zod";
import { addonPrices, addons } from "@/db/schema/catalog";
import { type Ctx, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { type AddonView, listAddonsInput } from "./schemas";

/** All add-ons in the order of the shop, archived ones only when asked for. */
export async function listAddons(
  ctx: Ctx,
  input: z.input<typeof listAddonsInput> = {},
): Promise<AddonView[]> {
  requirePermission(ctx, "catalog.read");
  const { archived } = parseInput(listAddonsInput, input);
  return loadAddons(ctx, archived ? undefined : isNull(addons.archivedAt));
}

/** What is sold now. No secret: a customer's offers are made of it. */
export const listAddonsOnSale = (ctx: Ctx): Promise<AddonView[]> =>
  loadAddons(ctx, isNull(addons.archivedAt));

/** One add-on, archived or not: what was sold by it must still be renewable. */
export async function getAddon(ctx: Ctx, input: { addonId: string }): Promise<AddonView> {
  const [addon] = await loadAddons(ctx, eq(addons.id, input.addonId));
  if (!addon) throw notFound("addon", input.addonId);
  return addon;
}

async function loadAddons(ctx: Ctx, where?: SQL): Promise<AddonView[]> {
  const rows = await ctx.db
    .select()
    .from(addons)
    .where(where)
    .orderBy(asc(addons.position), asc(addons.id));
  if (rows.length === 0) return [];
  const prices = await ctx.db
    .select()
    .from(addonPrices)
    .where(
      inArray(
        addonPrices.addonId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(addonPrices.currency));
  return rows.map(({ createdAt, updatedAt, ...addon }) => ({
    ...addon,
    prices: prices
      .filter(({ addonId }) => addonId === addon.id)
      .map(({ amount, currency }) => money(amount, currency)),
  }));
}
