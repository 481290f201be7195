import { eq, inArray, max } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { addonPrices, addons, plans } from "@/db/schema/catalog";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getAddon } from "./addons";
import { type AddonView, saveAddonInput } from "./schemas";

/** Makes an add-on, or replaces one whole. What was sold keeps what was quoted. */
export async function saveAddon(
  ctx: Ctx,
  input: z.input<typeof saveAddonInput>,
): Promise<AddonView> {
  requirePermission(ctx, "catalog.write");
  const { addonId, prices, ...fields } = parseInput(saveAddonInput, input);
  return inTransaction(ctx, async (tx) => {
    await requirePlans(tx, fields.planIds);
    const before = addonId ? await lockAddon(tx, addonId) : null;
    if (before && before.kind !== fields.kind) {
      throw new AppError(
        "validation",
        "addon_kind_fixed",
        "kind: traffic stays traffic and devices stay devices; make another add-on instead",
      );
    }
    const id = before?.id ?? (await insertAddon(tx, fields));
    if (before) {
      await tx.db
        .update(addons)
        .set({ ...fields, updatedAt: tx.clock() })
        .where(eq(addons.id, id));
    }
    await tx.db.delete(addonPrices).where(eq(addonPrices.addonId, id));
    await tx.db.insert(addonPrices).values(prices.map((price) => ({ addonId: id, ...price })));
    return finish(tx, before ? "catalog.updateAddon" : "catalog.createAddon", id, before);
  });
}

/** Takes an add-on off sale. Who has it keeps it, and it is renewed as before. */
export const archiveAddon = (ctx: Ctx, input: { addonId: string }) =>
  setArchived(ctx, input.addonId, true);
export const restoreAddon = (ctx: Ctx, input: { addonId: string }) =>
  setArchived(ctx, input.addonId, false);

async function setArchived(ctx: Ctx, addonId: string, archived: boolean): Promise<AddonView> {
  requirePermission(ctx, "catalog.write");
  return inTransaction(ctx, async (tx) => {
    const before = await lockAddon(tx, addonId);
    const now = tx.clock();
    await tx.db
      .update(addons)
      .set({ archivedAt: archived ? (before.archivedAt ?? now) : null, updatedAt: now })
      .where(eq(addons.id, addonId));
    return finish(tx, archived ? "catalog.archiveAddon" : "catalog.restoreAddon", addonId, before);
  });
}

type Fields = Omit<typeof addons.$inferInsert, "id" | "position">;

async function insertAddon(tx: Ctx<Tx>, fields: Fields): Promise<string> {
  const id = newId("addon");
  const [last] = await tx.db.select({ position: max(addons.position) }).from(addons);
  await tx.db.insert(addons).values({
    ...fields,
    id,
    position: (last?.position ?? 0) + 1,
    createdAt: tx.clock(),
    updatedAt: tx.clock(),
  });
  return id;
}

async function lockAddon(tx: Ctx<Tx>, addonId: string): Promise<AddonView> {
  const [row] = await tx.db
    .select({ id: addons.id })
    .from(addons)
    .where(eq(addons.id, addonId))
    .for("update");
  if (!row) throw notFound("addon", addonId);
  return getAddon(tx, { addonId });
}

async function requirePlans(tx: Ctx<Tx>, planIds: string[]): Promise<void> {
  if (planIds.length === 0) return;
  const known = await tx.db.select({ id: plans.id }).from(plans).where(inArray(plans.id, planIds));
  const missing = planIds.find((planId) => !known.some(({ id }) => id === planId));
  if (!missing) return;
  throw new AppError(
    "validation",
    "unknown_plan",
    `planIds: there is no plan ${missing}; choose plans of the catalog`,
  );
}

async function finish(
  tx: Ctx<Tx>,
  action: string,
  addonId: string,
  before: AddonView | null,
): Promise<AddonView> {
  const after = await getAddon(tx, { addonId });
  await recordAudit(tx, { action, subject: { type: "addon", id: addonId }, before, after });
  return after;
}
