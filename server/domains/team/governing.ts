import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { lacking, OPERATOR_PERMISSIONS, type Permission } from "@/server/rules/permissions";
import { permissionsOfRole } from "./roles";

const LOCK = 7_310_004;

export type AdminRow = typeof admins.$inferSelect;

/** What whoever acts may do themselves, and so may give to others: a job everything. */
export const actingPermissions = ({ actor }: Ctx): readonly Permission[] => {
  if (actor.type === "system") return OPERATOR_PERMISSIONS;
  return actor.type === "admin" ? actor.permissions : [];
};

/**
 * Runs a change of operators or roles alone, with whoever acts as they are at that moment: two owners that take
 * each other's role at once are one that did and one that no longer may.
 */
export function governing<T>(
  ctx: Ctx,
  permission: Permission,
  body: (ctx: Ctx<Tx>) => Promise<T>,
): Promise<T> {
  requirePermission(ctx, permission);
  return inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const { actor } = tx;
    if (actor.type !== "admin") return body(tx);
    const [row] = await tx.db.select().from(admins).where(eq(admins.id, actor.id));
    const permissions =
      row && !row.disabledAt ? await permissionsOfRole(tx, row.role) : ([] as const);
    const now: Ctx<Tx> = { ...tx, actor: { ...actor, permissions } };
    requirePermission(now, permission);
    return body(now);
  });
}

/** Refuses to give, take or govern more than one has oneself. Throws `forbidden beyond_own_rights`. */
export function requireWithin(ctx: Ctx, wanted: readonly Permission[]): void {
  const [beyond] = lacking(actingPermissions(ctx), wanted);
  if (!beyond) return;
  throw new AppError(
    "forbidden",
    "beyond_own_rights",
    "This role allows more than your own. Somebody who may do all of it has to do this.",
    { permission: beyond },
  );
}

/**
 * Another operator, locked, whose role allows nothing that whoever acts may not do too.
 *
 * @throws AppError `not_found`, `forbidden own_account`, `forbidden beyond_own_rights`
 */
export async function lockOther(ctx: Ctx<Tx>, adminId: string): Promise<AdminRow> {
  const [row] = await ctx.db.select().from(admins).where(eq(admins.id, adminId)).for("update");
  if (!row) throw notFound("admin", adminId);
  if (ctx.actor.type === "admin" && ctx.actor.id === adminId) {
    throw new AppError(
      "forbidden",
      "own_account",
      "Nobody changes their own rights. Ask another operator.",
    );
  }
  requireWithin(ctx, await permissionsOfRole(ctx, row.role));
  return row;
}

/** Refuses what would leave nobody who may do everything. Throws `precondition last_owner`. */
export async function requireAnotherOwner(ctx: Ctx<Tx>, row: AdminRow): Promise<void> {
  if (row.role !== "owner" || row.disabledAt) return;
  const [other] = await ctx.db
    .select({ id: admins.id })
    .from(admins)
    .where(and(eq(admins.role, "owner"), isNull(admins.disabledAt), ne(admins.id, row.id)))
    .limit(1);
  if (other) return;
  throw new AppError(
    "precondition",
    "last_owner",
    "This is the last owner. Make somebody else an owner first.",
  );
}
