import { eq } from "drizzle-orm";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { hashPassword, passwordMatches } from "./password";
import { permissionsOfRole } from "./roles";
import { changeOwnPasswordInput, type SessionAdmin, setOwnLocaleInput } from "./schemas";

/** The operator behind a session; null once disabled, or when all sessions were ended. */
export async function findSessionAdmin(
  ctx: Ctx,
  input: { adminId: string; sessionVersion: number },
): Promise<SessionAdmin | null> {
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.id, input.adminId));
  if (!admin || admin.disabledAt || admin.sessionVersion !== input.sessionVersion) return null;
  const { id, email, name, role, locale, sessionVersion } = admin;
  const permissions = await permissionsOfRole(ctx, role);
  return { id, email, name, role, permissions, locale, sessionVersion };
}

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

/** Changes one's password and ends every session of this account, this one included. */
export async function changeOwnPassword(
  ctx: Ctx,
  input: z.input<typeof changeOwnPasswordInput>,
): Promise<void> {
  const { current, next } = parseInput(changeOwnPasswordInput, input);
  const id = ownId(ctx);
  const passwordHash = await hashPassword(next);
  await inTransaction(ctx, async (tx) => {
    const [admin] = await tx.db.select().from(admins).where(eq(admins.id, id)).for("update");
    if (!admin || !(await passwordMatches(admin.passwordHash, current))) {
      throw new AppError("validation", "wrong_password", "This is not your current password.");
    }
    const sessionVersion = admin.sessionVersion + 1;
    await tx.db.update(admins).set({ passwordHash, sessionVersion }).where(eq(admins.id, id));
    await recordAudit(tx, { action: "team.changePassword", subject: { type: "admin", id } });
  });
}

function ownId(ctx: Ctx): string {
  if (ctx.actor.type === "admin") return ctx.actor.id;
  throw new AppError("forbidden", "forbidden", "Only an operator has such an account.");
}
