import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { BUILTIN_ROLES } from "@/db/enums";
import { adminRoles, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { withNeeded } from "@/server/rules/permissions";
import { governing, requireWithin } from "./governing";
import { permissionsOfRole } from "./roles";
import { createRoleInput, roleInput, updateRoleInput } from "./schemas";

/**
 * Makes a role of permissions that its maker has all of; seeing what is to be changed comes with it.
 *
 * @throws AppError `forbidden beyond_own_rights`, `conflict role_name_taken`
 */
export async function createRole(
  ctx: Ctx,
  input: z.input<typeof createRoleInput>,
): Promise<{ id: string }> {
  const { name, permissions: chosen } = parseInput(createRoleInput, input);
  return governing(ctx, "roles.write", async (tx) => {
    const permissions = withNeeded(chosen);
    requireWithin(tx, permissions);
    await requireFreeName(tx, name, null);
    const now = tx.clock();
    const id = newId("role");
    await tx.db
      .insert(adminRoles)
      .values({ id, name, permissions, createdAt: now, updatedAt: now });
    await recordAudit(tx, {
      action: "team.createRole",
      subject: { type: "role", id },
      after: { name, permissions },
    });
    return { id };
  });
}

/**
 * Changes a role for everybody who has it, from their next request on. Nobody changes the role they have
 * themselves, or one that allows more than theirs.
 *
 * @throws AppError `not_found`, `forbidden own_role`, `forbidden beyond_own_rights`, `conflict role_name_taken`
 */
export async function updateRole(ctx: Ctx, input: z.input<typeof updateRoleInput>): Promise<void> {
  const { roleId, name, permissions: chosen } = parseInput(updateRoleInput, input);
  await governing(ctx, "roles.write", async (tx) => {
    const before = await lockRole(tx, roleId);
    const permissions = withNeeded(chosen);
    requireWithin(tx, permissions);
    await requireFreeName(tx, name, roleId);
    await tx.db
      .update(adminRoles)
      .set({ name, permissions, updatedAt: tx.clock() })
      .where(eq(adminRoles.id, roleId));
    await recordAudit(tx, {
      action: "team.updateRole",
      subject: { type: "role", id: roleId },
      before,
      after: { name, permissions },
    });
  });
}

/** Deletes a role nobody has. Throws `precondition role_in_use`, and as {@link updateRole} does. */
export async function deleteRole(ctx: Ctx, input: z.input<typeof roleInput>): Promise<void> {
  const { roleId } = parseInput(roleInput, input);
  await governing(ctx, "roles.write", async (tx) => {
    const before = await lockRole(tx, roleId);
    const [holder] = await tx.db
      .select({ id: admins.id })
      .from(admins)
      .where(eq(admins.role, roleId))
      .limit(1);
    if (holder) {
      throw new AppError(
        "precondition",
        "role_in_use",
        "Somebody has this role. Give them another one first.",
      );
    }
    await tx.db.delete(adminRoles).where(eq(adminRoles.id, roleId));
    await recordAudit(tx, {
      action: "team.deleteRole",
      subject: { type: "role", id: roleId },
      before,
    });
  });
}

async function lockRole(tx: Ctx<Tx>, roleId: string) {
  const [row] = await tx.db
    .select()
    .from(adminRoles)
    .where(eq(adminRoles.id, roleId))
    .for("update");
  if (!row) throw notFound("role", roleId);
  if (tx.actor.type === "admin") {
    const [own] = await tx.db
      .select({ role: admins.role })
      .from(admins)
      .where(eq(admins.id, tx.actor.id));
    if (own?.role === roleId) {
      throw new AppError(
        "forbidden",
        "own_role",
        "Nobody changes the role they have themselves. Ask another operator.",
      );
    }
  }
  requireWithin(tx, await permissionsOfRole(tx, roleId));
  return { name: row.name, permissions: row.permissions };
}

async function requireFreeName(tx: Ctx<Tx>, name: string, own: string | null): Promise<void> {
  const all = await tx.db.select({ id: adminRoles.id, name: adminRoles.name }).from(adminRoles);
  const same = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (!BUILTIN_ROLES.some(same) && !all.some((role) => role.id !== own && same(role.name))) return;
  throw new AppError("conflict", "role_name_taken", "There is a role of this name already.");
}
