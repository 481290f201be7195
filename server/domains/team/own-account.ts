import { eq } from "drizzle-orm";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { countOwnPassword, forgiveAccount } from "./lockout";
import { ownId } from "./own-id";
import { hashPassword, passwordMatches } from "./password";
import { voidPendingSignIns } from "./pending-sign-in";
import { changeOwnPasswordInput, setOwnLocaleInput, setOwnNameInput } from "./schemas";
import { endAllSessionsOf } from "./sessions";

/** The language one's dashboard speaks from the next sign-in on. */
export async function setOwnLocale(
  ctx: Ctx,
  input: z.input<typeof setOwnLocaleInput>,
): Promise<void> {
  const { locale } = parseInput(setOwnLocaleInput, input);
  const id = ownId(ctx);
  await inTransaction(ctx, async (tx) => {
    await tx.db.update(admins).set({ locale }).where(eq(admins.id, id));
    await recordAudit(tx, {
      action: "team.setOwnLocale",
      subject: { type: "admin", id },
      after: { locale },
    });
  });
}

/** The name one's colleagues see, in the team and in the audit log. */
export async function setOwnName(ctx: Ctx, input: z.input<typeof setOwnNameInput>): Promise<void> {
  const { name } = parseInput(setOwnNameInput, input);
  const id = ownId(ctx);
  await inTransaction(ctx, async (tx) => {
    const [admin] = await tx.db
      .select({ name: admins.name })
      .from(admins)
      .where(eq(admins.id, id))
      .for("update");
    if (!admin || admin.name === name) return;
    await tx.db.update(admins).set({ name }).where(eq(admins.id, id));
    await recordAudit(tx, {
      action: "team.setOwnName",
      subject: { type: "admin", id },
      before: admin,
      after: { name },
    });
  });
}

/**
 * Changes one's password and ends every other session of this account.
 *
 * @throws AppError `validation wrong_password`, `rate_limited` after too many of them
 */
export async function changeOwnPassword(
  ctx: Ctx,
  input: z.input<typeof changeOwnPasswordInput>,
): Promise<void> {
  const { current, next } = parseInput(changeOwnPasswordInput, input);
  const id = ownId(ctx);
  await countOwnPassword(ctx, { adminId: id });
  const passwordHash = await hashPassword(next);
  await inTransaction(ctx, async (tx) => {
    const [admin] = await tx.db.select().from(admins).where(eq(admins.id, id)).for("update");
    if (!admin || !(await passwordMatches(admin.passwordHash, current))) {
      throw new AppError("validation", "wrong_password", "This is not your current password.");
    }
    await tx.db.update(admins).set({ passwordHash }).where(eq(admins.id, id));
    await forgiveAccount(tx, { email: admin.email, adminId: id });
    await recordAudit(tx, { action: "team.changePassword", subject: { type: "admin", id } });
    await voidPendingSignIns(tx, id);
    await endAllSessionsOf(tx, { adminId: id, why: "password_changed", exceptCurrent: true });
  });
}
