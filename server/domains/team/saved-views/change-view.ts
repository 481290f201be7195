import { and, eq, isNotNull, lt } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { admins, savedViews } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import type { ListId } from "@/server/rules/lists";
import { ownId } from "../own-id";
import { changeViewInput, viewInput } from "../schemas";
import { refuseTakenName, roomFor } from "./save-view";
import { getSeenView, mayChange, type ViewRow } from "./seen-views";

/** How long a deleted view can be taken back. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Another name, other filters, for the team or for oneself.
 *
 * @throws AppError `not_found view_not_found`, `forbidden not_your_view`, `conflict view_name_taken`
 */
export async function changeView(ctx: Ctx, input: z.input<typeof changeViewInput>): Promise<void> {
  const { viewId, ...wanted } = parseInput(changeViewInput, input);
  await inTransaction(ctx, async (tx) => {
    const { id, adminId, list, name, query, shared } = await getChangeable(tx, viewId);
    const before = { name, query, shared };
    const after = {
      name: wanted.name ?? name,
      query: wanted.query ?? query,
      shared: wanted.shared ?? shared,
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await tx.db.select({ id: admins.id }).from(admins).where(eq(admins.id, adminId)).for("update");
    if (after.name !== name) await refuseTakenName(tx, { adminId, list, name: after.name });
    await tx.db.update(savedViews).set(after).where(eq(savedViews.id, id));
    await recordAudit(tx, {
      action: "team.changeView",
      subject: { type: "admin", id: adminId },
      before: { viewId, list, ...before },
      after: { viewId, list, ...after },
    });
  });
}

/** Out of sight, and back by {@link restoreView} for a day. */
export async function deleteView(ctx: Ctx, input: z.input<typeof viewInput>): Promise<void> {
  const { viewId } = parseInput(viewInput, input);
  await inTransaction(ctx, async (tx) => {
    const { adminId, list, name } = await getChangeable(tx, viewId);
    const now = tx.clock();
    await tx.db.update(savedViews).set({ deletedAt: now }).where(eq(savedViews.id, viewId));
    await tx.db
      .delete(savedViews)
      .where(
        and(
          isNotNull(savedViews.deletedAt),
          lt(savedViews.deletedAt, new Date(now.getTime() - KEPT_MS)),
        ),
      );
    await recordAudit(tx, {
      action: "team.deleteView",
      subject: { type: "admin", id: adminId },
      before: { viewId, list, name },
    });
  });
}

/** Takes a deletion back, for whoever may have done it. */
export async function restoreView(ctx: Ctx, input: z.input<typeof viewInput>): Promise<void> {
  const { viewId } = parseInput(viewInput, input);
  await inTransaction(ctx, async (tx) => {
    ownId(tx);
    const [view] = await tx.db
      .select()
      .from(savedViews)
      .where(and(eq(savedViews.id, viewId), isNotNull(savedViews.deletedAt)))
      .for("update");
    if (!view || !mayChange(tx, view)) throw notFound("view", viewId);
    const { adminId, list, name } = view;
    await roomFor(tx, { adminId, list: list as ListId, name });
    await tx.db.update(savedViews).set({ deletedAt: null }).where(eq(savedViews.id, viewId));
    await recordAudit(tx, {
      action: "team.restoreView",
      subject: { type: "admin", id: adminId },
      after: { viewId, list, name },
    });
  });
}

async function getChangeable(tx: Ctx<Tx>, viewId: string): Promise<ViewRow> {
  const view = await getSeenView(tx, viewId);
  if (mayChange(tx, view)) return view;
  throw new AppError(
    "forbidden",
    "not_your_view",
    "A colleague shares this view: save it as one of your own to change it.",
  );
}
