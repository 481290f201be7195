import { eq } from "drizzle-orm";
import { BUILTIN_ROLES, type BuiltinRole } from "@/db/enums";
import { adminRoles } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { OPERATOR_PERMISSIONS, type Permission, permissionsOf } from "@/server/rules/permissions";

const isBuiltin = (role: string): role is BuiltinRole =>
  (BUILTIN_ROLES as readonly string[]).includes(role);

/** What a role may do; nothing for one that is gone. Permissions the product no longer knows are left out. */
export async function permissionsOfRole(ctx: Ctx, role: string): Promise<readonly Permission[]> {
  if (isBuiltin(role)) return permissionsOf(role);
  const [row] = await ctx.db
    .select({ permissions: adminRoles.permissions })
    .from(adminRoles)
    .where(eq(adminRoles.id, role));
  return OPERATOR_PERMISSIONS.filter((permission) => row?.permissions.includes(permission));
}
