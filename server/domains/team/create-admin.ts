import type { z } from "zod";
import type { Tx } from "@/db/client";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { governing, requireWithin } from "./governing";
import { hashPassword } from "./password";
import { permissionsToGive } from "./roles";
import { createAdminInput } from "./schemas";

/** Adds an operator with a password. Throws `conflict email_taken`, `not_found` for a role that is not there. */
export async function createAdmin(
  ctx: Ctx,
  input: z.input<typeof createAdminInput>,
): Promise<{ id: string }> {
  const { password, ...person } = parseInput(createAdminInput, input);
  const passwordHash = await hashPassword(password);
  return governing(ctx, "team.write", async (tx) => {
    requireWithin(tx, await permissionsToGive(tx, person.role));
    const row = await addAdmin(tx, { ...person, passwordHash });
    await recordAudit(tx, {
      action: "team.createAdmin",
      subject: { type: "admin", id: row.id },
      after: person,
    });
    return row;
  });
}

/** Stores an operator. The caller has checked that this is allowed. */
export async function addAdmin(
  tx: Ctx<Tx>,
  person: Omit<typeof admins.$inferInsert, "id" | "createdAt">,
): Promise<{ id: string }> {
  const [row] = await tx.db
    .insert(admins)
    .values({ ...person, id: newId("admin"), createdAt: tx.clock() })
    .onConflictDoNothing({ target: admins.email })
    .returning({ id: admins.id });
  if (row) return row;
  throw new AppError("conflict", "email_taken", "Somebody already signs in with this e-mail.");
}
