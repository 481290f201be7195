import { eq } from "drizzle-orm";
import { BUILTIN_ROLES, type BuiltinRole } from "@/db/enums";
import { adminRoles } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { OPERATOR_PERMISSIONS, type Permission, permissionsOf } from "@/server/rules/permissions";

const isBuiltin = (role: string): role is BuiltinRole =>
  (BUILTIN_ROLES as readonly string[]).includes(role);

/** What a stored list still means. */
export const knownPermissions = (stored: readonly string[]): Permission[] =>
  OPERATOR_PERMISSIONS.filter((permission) => stored.includes(permission));

/** What a role may do; nothing for one that is gone. Permissions the product no longer knows are left out. */
export async function permissionsOfRole(ctx: Ctx, role: string): Promise<readonly Permission[]> {
  return (await findRole(ctx, role)) ?? [];
}

/** What a role may do. Throws `not_found` for one that is gone. */
export async function permissionsToGive(ctx: Ctx, role: string): Promise<readonly Permission[]> {
  const permissions = await findRole(ctx, role);
  if (!permissions) throw notFound("role", role);
  return permissions;
}

async function findRole(ctx: Ctx, role: string): Promise<readonly Permission[] | null> {
  if (isBuiltin(role)) return permissionsOf(role);
  const [row] = await ctx.db
    .select({ permissions: adminRoles.permissions })
    .from(adminRoles)
    .where(eq(adminRoles.id, role));
  return row ? knownPermissions(row.permissions) : null;
}
