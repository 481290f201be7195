import { eq } from "drizzle-orm";
import type { z } from "zod";
import { adminPasskeys, adminRecoveryCodes, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { governing, lockOther, requireAnotherOwner, requireWithin } from "./governing";
import { permissionsToGive } from "./roles";
import { adminInput, setAdminRoleInput } from "./schemas";
import { endAllSessionsOf } from "./sessions";

/**
 * Gives another operator a role, from their next request on. It may allow no more than the giver's own, nor may
 * the one they have now.
 *
 * @throws AppError `not_found`, `forbidden own_account`, `forbidden beyond_own_rights`, `precondition last_owner`
 */
export async function setAdminRole(
  ctx: Ctx,
  input: z.input<typeof setAdminRoleInput>,
): Promise<void> {
  const { adminId, role } = parseInput(setAdminRoleInput, input);
  await governing(ctx, "team.write", async (tx) => {
    const before = await lockOther(tx, adminId);
    requireWithin(tx, await permissionsToGive(tx, role));
    if (before.role === role) return;
    await requireAnotherOwner(tx, before);
    await tx.db.update(admins).set({ role }).where(eq(admins.id, adminId));
    await recordAudit(tx, {
      action: "team.setRole",
      subject: { type: "admin", id: adminId },
      before: { role: before.role },
      after: { role },
    });
  });
}

/** Shuts another operator out: they are signed out everywhere at once. Throws as {@link setAdminRole} does. */
export async function disableAdmin(ctx: Ctx, input: z.input<typeof adminInput>): Promise<void> {
  const { adminId } = parseInput(adminInput, input);
  await governing(ctx, "team.write", async (tx) => {
    const before = await lockOther(tx, adminId);
    if (before.disabledAt) return;
    await requireAnotherOwner(tx, before);
    await tx.db.update(admins).set({ disabledAt: tx.clock() }).where(eq(admins.id, adminId));
    await recordAudit(tx, {
      action: "team.disable",
      subject: { type: "admin", id: adminId },
      before: { disabled: false },
      after: { disabled: true },
    });
    await endAllSessionsOf(tx, { adminId, why: "disabled" });
  });
}

/** Lets an operator in again, with the role and factors they had. Throws as {@link setAdminRole} does. */
export async function enableAdmin(ctx: Ctx, input: z.input<typeof adminInput>): Promise<void> {
  const { adminId } = parseInput(adminInput, input);
  await governing(ctx, "team.write", async (tx) => {
    const before = await lockOther(tx, adminId);
    if (!before.disabledAt) return;
    await tx.db.update(admins).set({ disabledAt: null }).where(eq(admins.id, adminId));
    await recordAudit(tx, {
      action: "team.enable",
      subject: { type: "admin", id: adminId },
      before: { disabled: true },
      after: { disabled: false },
    });
  });
}

/**
 * For somebody who lost their device: takes every second factor away and signs them out everywhere. They sign in
 * with the password and set up a new one. Throws as {@link setAdminRole} does.
 */
export async function resetSecondFactor(
  ctx: Ctx,
  input: z.input<typeof adminInput>,
): Promise<void> {
  const { adminId } = parseInput(adminInput, input);
  await governing(ctx, "team.write", async (tx) => {
    const before = await lockOther(tx, adminId);
    await tx.db
      .update(admins)
      .set({ totpSealed: null, totpConfirmedAt: null, totpLastStep: null })
      .where(eq(admins.id, adminId));
    const passkeys = await tx.db
      .delete(adminPasskeys)
      .where(eq(adminPasskeys.adminId, adminId))
      .returning({ id: adminPasskeys.id });
    await tx.db.delete(adminRecoveryCodes).where(eq(adminRecoveryCodes.adminId, adminId));
    await recordAudit(tx, {
      action: "team.resetSecondFactor",
      subject: { type: "admin", id: adminId },
      before: { totp: before.totpConfirmedAt !== null, passkeys: passkeys.length },
      after: { totp: false, passkeys: 0 },
    });
    await endAllSessionsOf(tx, { adminId, why: "ended" });
  });
}
