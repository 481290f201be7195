import { and, asc, desc, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import { admins, defaultViews, savedViews } from "@/db/schema/team";
import { type Ctx, may } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { LIST_IDS, LISTS } from "@/server/rules/lists";
import { ownId } from "../own-id";
import type { SavedView } from "../schemas";

export type ViewRow = typeof savedViews.$inferSelect;

/** Views that whoever asks may open: their own and shared ones, of lists they may read. */
const seen = (ctx: Ctx, adminId: string): SQL | undefined =>
  and(
    isNull(savedViews.deletedAt),
    inArray(
      savedViews.list,
      LIST_IDS.filter((list) => may(ctx, LISTS[list].permission)),
    ),
    or(eq(savedViews.adminId, adminId), eq(savedViews.shared, true)),
  );

/** A shared view is everybody's to use, and its owner's to change; so may whoever manages the team. */
export const mayChange = (ctx: Ctx, view: ViewRow): boolean =>
  view.adminId === ctx.actor.id || (view.shared && may(ctx, "team.write"));

/** One's own views of every list in one's own order, then what colleagues share. */
export async function listViews(ctx: Ctx): Promise<SavedView[]> {
  const adminId = ownId(ctx);
  const rows = await ctx.db
    .select({ view: savedViews, ownerName: admins.name, chosen: defaultViews.viewId })
    .from(savedViews)
    .innerJoin(admins, eq(admins.id, savedViews.adminId))
    .leftJoin(
      defaultViews,
      and(eq(defaultViews.viewId, savedViews.id), eq(defaultViews.adminId, adminId)),
    )
    .where(seen(ctx, adminId))
    .orderBy(
      desc(eq(savedViews.adminId, adminId)),
      asc(admins.name),
      asc(savedViews.position),
      asc(savedViews.createdAt),
      asc(savedViews.id),
    )
    .limit(1000);
  return rows.map(({ view, ownerName, chosen }) => ({
    id: view.id,
    list: view.list as SavedView["list"],
    name: view.name,
    query: view.query,
    shared: view.shared,
    ownerName,
    own: view.adminId === adminId,
    mayChange: mayChange(ctx, view),
    isDefault: chosen !== null,
  }));
}

/** Throws `not_found` for a view that is not there, is another person's own, or of a list one may not read. */
export async function getSeenView(ctx: Ctx, viewId: string): Promise<ViewRow> {
  const [view] = await ctx.db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.id, viewId), seen(ctx, ownId(ctx))));
  if (!view) throw notFound("view", viewId);
  return view;
}
