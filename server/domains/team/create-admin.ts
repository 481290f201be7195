import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { hashPassword } from "./password";
import { createAdminInput } from "./schemas";

/** Adds an operator. Throws `conflict email_taken`. */
export async function createAdmin(
  ctx: Ctx,
  input: z.input<typeof createAdminInput>,
): Promise<{ id: string }> {
  requirePermission(ctx, "settings.write");
  const { password, ...person } = parseInput(createAdminInput, input);
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(admins)
      .values({ ...person, id: newId("admin"), passwordHash, createdAt: ctx.clock() })
      .onConflictDoNothing({ target: admins.email })
      .returning({ id: admins.id });
    if (!row) {
      throw new AppError("conflict", "email_taken", "Somebody already signs in with this e-mail.");
    }
    await recordAudit(tx, {
      action: "team.createAdmin",
      subject: { type: "admin", id: row.id },
      after: person,
    });
    return row;
  });
}
