import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { admins, oneTimeSecrets } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { safeEqual, sha256Hex } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import type { Visitor } from "./access-claims";
import { forgiveAccount } from "./lockout";
import { askToTell } from "./operator-news";
import { hashPassword } from "./password";
import { PASSWORD_LINK, voidPasswordLinks } from "./password-link";
import { voidPendingSignIns } from "./pending-sign-in";
import { newPassword } from "./schemas";
import { endAllSessionsOf } from "./sessions";

const inputSchema = z.object({ token: z.string().max(200), password: newPassword });

/**
 * Sets a password by a link's secret, which counts once: every session ends, and what was counted against the
 * account is forgotten. Second factors stay.
 *
 * @throws AppError `unauthenticated reset_link_over`
 */
export async function resetPassword(
  ctx: Ctx,
  input: z.input<typeof inputSchema> & Visitor,
): Promise<void> {
  const { token, password } = parseInput(inputSchema, input);
  const { id, adminId } = await readLink(ctx, token);
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    // Two links at once wait here for each other, not inside each other.
    await tx.db.select().from(admins).where(eq(admins.id, adminId)).for("update");
    const spent = await tx.db
      .update(oneTimeSecrets)
      .set({ usedAt: tx.clock() })
      .where(and(eq(oneTimeSecrets.id, id), isNull(oneTimeSecrets.usedAt)))
      .returning({ id: oneTimeSecrets.id });
    if (spent.length === 0) throw linkOver();
    await voidPasswordLinks(tx, adminId);
    // A sign-in that is half done was begun with the old password.
    await voidPendingSignIns(tx, adminId);
    const [admin] = await tx.db
      .update(admins)
      .set({ passwordHash })
      .where(and(eq(admins.id, adminId), isNull(admins.disabledAt)))
      .returning({ email: admins.email });
    if (!admin) throw linkOver();
    await recordAudit(tx, {
      action: "team.resetPassword",
      subject: { type: "admin", id: adminId },
      after: { address: input.address },
    });
    await endAllSessionsOf(tx, { adminId, why: "password_reset" });
    await forgiveAccount(tx, { email: admin.email, adminId });
    await askToTell(tx, {
      adminId,
      kind: "password_reset",
      sessionId: null,
      address: input.address,
    });
  });
}

async function readLink(ctx: Ctx, secret: string): Promise<{ id: string; adminId: string }> {
  const [id = "", token = ""] = secret.split(".");
  const [row] = await ctx.db
    .select()
    .from(oneTimeSecrets)
    .where(
      and(
        eq(oneTimeSecrets.id, id),
        eq(oneTimeSecrets.purpose, PASSWORD_LINK),
        isNull(oneTimeSecrets.usedAt),
        gt(oneTimeSecrets.expiresAt, ctx.clock()),
      ),
    );
  if (!row || !safeEqual(row.hash, sha256Hex(token))) throw linkOver();
  return { id, adminId: row.subject };
}

const linkOver = (): AppError =>
  new AppError(
    "unauthenticated",
    "reset_link_over",
    "This link was used already or is too old. Ask for a new one.",
  );
