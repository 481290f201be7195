import { and, count, eq, isNull, max } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { admins, savedViews } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { LISTS, type ListId } from "@/server/rules/lists";
import { ownId } from "../own-id";
import { MOST_VIEWS, saveViewInput } from "../schemas";

/**
 * Keeps a list as it is filtered now.
 *
 * @throws AppError `conflict view_name_taken`, `precondition too_many_views`
 */
export async function saveView(
  ctx: Ctx,
  input: z.input<typeof saveViewInput>,
): Promise<{ viewId: string }> {
  const { list, name, query, shared } = parseInput(saveViewInput, input);
  requirePermission(ctx, LISTS[list].permission);
  const adminId = ownId(ctx);
  return inTransaction(ctx, async (tx) => {
    const { last } = await roomFor(tx, { adminId, list, name });
    const viewId = newId("savedView");
    await tx.db.insert(savedViews).values({
      id: viewId,
      adminId,
      list,
      name,
      query,
      shared,
      position: last + 1,
      createdAt: tx.clock(),
    });
    await recordAudit(tx, {
      action: "team.saveView",
      subject: { type: "admin", id: adminId },
      after: { viewId, list, name, query, shared },
    });
    return { viewId };
  });
}

/** Whether a person may have one more view of a list, by this name; others of theirs wait until this one is in. */
export async function roomFor(
  tx: Ctx<Tx>,
  { adminId, list, name }: { adminId: string; list: ListId; name: string },
): Promise<{ last: number }> {
  await tx.db.select({ id: admins.id }).from(admins).where(eq(admins.id, adminId)).for("update");
  await refuseTakenName(tx, { adminId, list, name });
  const [sum] = await tx.db
    .select({ many: count(), last: max(savedViews.position) })
    .from(savedViews)
    .where(
      and(eq(savedViews.adminId, adminId), eq(savedViews.list, list), isNull(savedViews.deletedAt)),
    );
  if ((sum?.many ?? 0) >= MOST_VIEWS) {
    throw new AppError(
      "precondition",
      "too_many_views",
      `There can be ${MOST_VIEWS} views of a list. Delete one first.`,
      { most: MOST_VIEWS },
    );
  }
  return { last: sum?.last ?? 0 };
}

/** @throws AppError `conflict view_name_taken` */
export async function refuseTakenName(
  tx: Ctx<Tx>,
  { adminId, list, name }: { adminId: string; list: string; name: string },
): Promise<void> {
  const [taken] = await tx.db
    .select({ id: savedViews.id })
    .from(savedViews)
    .where(
      and(
        eq(savedViews.adminId, adminId),
        eq(savedViews.list, list),
        eq(savedViews.name, name),
        isNull(savedViews.deletedAt),
      ),
    );
  if (taken) {
    throw new AppError("conflict", "view_name_taken", `There is a view ${name} already.`, { name });
  }
}
