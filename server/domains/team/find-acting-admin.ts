import { and, eq, isNull } from "drizzle-orm";
import { admins } from "@/db/schema/team";
import type { AdminActor, Ctx } from "@/server/core/context";
import { permissionsOfRole } from "./roles";

/**
 * An operator as they are now, for a job that goes on with what they began: without a session, since what asked
 * for a second factor asked at the beginning. Null for one who was shut out since.
 */
export async function findActingAdmin(
  ctx: Ctx,
  input: { adminId: string },
): Promise<AdminActor | null> {
  const [row] = await ctx.db
    .select({ id: admins.id, name: admins.name, role: admins.role })
    .from(admins)
    .where(and(eq(admins.id, input.adminId), isNull(admins.disabledAt)));
  if (!row) return null;
  const { id, name, role } = row;
  return { type: "admin", id, name, permissions: await permissionsOfRole(ctx, role) };
}
