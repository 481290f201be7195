import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { defaultViews, savedViews } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { LISTS } from "@/server/rules/lists";
import { ownId } from "../own-id";
import { orderViewsInput, setDefaultViewInput } from "../schemas";
import { getSeenView } from "./seen-views";

/** Puts one's own views of a list into this order; what is not named or not one's own stays where it is. */
export async function orderViews(ctx: Ctx, input: z.input<typeof orderViewsInput>): Promise<void> {
  const { list, viewIds } = parseInput(orderViewsInput, input);
  requirePermission(ctx, LISTS[list].permission);
  const adminId = ownId(ctx);
  await inTransaction(ctx, async (tx) => {
    for (const [position, viewId] of viewIds.entries()) {
      await tx.db
        .update(savedViews)
        .set({ position: position + 1 })
        .where(
          and(
            eq(savedViews.id, viewId),
            eq(savedViews.adminId, adminId),
            eq(savedViews.list, list),
          ),
        );
    }
    await recordAudit(tx, {
      action: "team.orderViews",
      subject: { type: "admin", id: adminId },
      after: { list, viewIds },
    });
  });
}

/**
 * What a list opens with for whoever asks; null is everything.
 *
 * @throws AppError `not_found view_not_found`, `validation invalid_input` for a view of another list
 */
export async function setDefaultView(
  ctx: Ctx,
  input: z.input<typeof setDefaultViewInput>,
): Promise<void> {
  const { list, viewId } = parseInput(setDefaultViewInput, input);
  requirePermission(ctx, LISTS[list].permission);
  const adminId = ownId(ctx);
  await inTransaction(ctx, async (tx) => {
    if (viewId === null) {
      await tx.db
        .delete(defaultViews)
        .where(and(eq(defaultViews.adminId, adminId), eq(defaultViews.list, list)));
    } else {
      const view = await getSeenView(tx, viewId);
      if (view.list !== list) {
        throw new AppError("validation", "invalid_input", "viewId: is of another list", {
          field: "viewId",
        });
      }
      await tx.db
        .insert(defaultViews)
        .values({ adminId, list, viewId })
        .onConflictDoUpdate({
          target: [defaultViews.adminId, defaultViews.list],
          set: { viewId: sql`excluded.view_id` },
        });
    }
    await recordAudit(tx, {
      action: "team.setDefaultView",
      subject: { type: "admin", id: adminId },
      after: { list, viewId },
    });
  });
}
