import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { passwordMatches } from "./password";
import { permissionsOfRole } from "./roles";
import { credentialsInput, type SessionAdmin } from "./schemas";

const MAX_FAILURES = 10;
const LOCK_MS = 15 * 60_000;

/**
 * Who this e-mail and password belong to. Ten failures in a row lock the account for 15 minutes; an unknown
 * address, a disabled account and a wrong password are one answer that takes one time.
 *
 * @throws AppError `unauthenticated wrong_credentials`, `rate_limited account_locked`
 */
export async function verifyCredentials(
  ctx: Ctx,
  input: z.input<typeof credentialsInput>,
): Promise<SessionAdmin> {
  const { email, password } = parseInput(credentialsInput, input);
  const now = ctx.clock();
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.email, email));
  const matches = await passwordMatches(admin?.passwordHash ?? null, password);
  if (!admin || admin.disabledAt) throw wrong();
  // A locked account tells nothing about the password, right or wrong.
  if (admin.lockedUntil && admin.lockedUntil > now) throw locked(admin.lockedUntil, now);
  if (!matches) {
    await countFailure(ctx, admin.id);
    throw wrong();
  }
  const permissions = await permissionsOfRole(ctx, admin.role);
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(admins)
      .set({ failedSignIns: 0, lockedUntil: null, lastSignInAt: now })
      .where(eq(admins.id, admin.id));
    await recordAudit(
      { ...tx, actor: { type: "admin", id: admin.id, name: admin.name, permissions } },
      { action: "team.signIn", subject: { type: "admin", id: admin.id } },
    );
  });
  const { id, name, role, locale, sessionVersion } = admin;
  return { id, email, name, role, permissions, locale, sessionVersion };
}

/** Counted in the database, so parallel guesses at several processes all count. */
async function countFailure(ctx: Ctx, id: string): Promise<void> {
  const lockedUntil = new Date(ctx.clock().getTime() + LOCK_MS);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(admins)
      .set({
        failedSignIns: sql`(${admins.failedSignIns} + 1) % ${MAX_FAILURES}`,
        lockedUntil: sql`case when ${admins.failedSignIns} + 1 >= ${MAX_FAILURES}
          then ${lockedUntil.toISOString()}::timestamptz else ${admins.lockedUntil} end`,
      })
      .where(eq(admins.id, id))
      .returning({ lockedUntil: admins.lockedUntil });
    if (row?.lockedUntil && row.lockedUntil > ctx.clock()) {
      await recordAudit(tx, { action: "team.lock", subject: { type: "admin", id } });
    }
  });
}

const wrong = (): AppError =>
  new AppError("unauthenticated", "wrong_credentials", "The e-mail or the password is wrong.");

const locked = (until: Date, now: Date): AppError =>
  new AppError("rate_limited", "account_locked", "Too many attempts. Try again later.", {
    minutes: Math.ceil((until.getTime() - now.getTime()) / 60_000),
  });
