import { and, desc, eq } from "drizzle-orm";
import type { z } from "zod";
import { adminSessions } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { governing, lockOther } from "./governing";
import { adminInput, endAdminSessionInput } from "./schemas";
import { endAllSessionsOf, isOpen, type OwnSession, toOwnSession } from "./sessions";

/** Where an operator is signed in, the latest used first. */
export async function listSessionsOf(
  ctx: Ctx,
  input: z.input<typeof adminInput>,
): Promise<OwnSession[]> {
  requirePermission(ctx, "team.read");
  const { adminId } = parseInput(adminInput, input);
  const rows = await ctx.db
    .select()
    .from(adminSessions)
    .where(and(eq(adminSessions.adminId, adminId), isOpen(ctx)))
    .orderBy(desc(adminSessions.lastUsedAt), desc(adminSessions.id))
    .limit(100);
  return rows.map((row) => toOwnSession(ctx, row));
}

/** Ends one session of another operator. Throws `not_found`, and as `setAdminRole` does. */
export async function endSessionOf(
  ctx: Ctx,
  input: z.input<typeof endAdminSessionInput>,
): Promise<void> {
  const { adminId, sessionId } = parseInput(endAdminSessionInput, input);
  await governing(ctx, "team.write", async (tx) => {
    await lockOther(tx, adminId);
    const ended = await tx.db
      .update(adminSessions)
      .set({ endedAt: tx.clock(), endedWhy: "ended" })
      .where(and(eq(adminSessions.adminId, adminId), eq(adminSessions.id, sessionId), isOpen(tx)))
      .returning({ id: adminSessions.id });
    if (ended.length === 0) throw notFound("session", sessionId);
    await recordAudit(tx, {
      action: "team.endSession",
      subject: { type: "admin", id: adminId },
      after: { session: sessionId },
    });
  });
}

/** Signs another operator out everywhere. Throws as `setAdminRole` does. */
export async function endSessionsOf(
  ctx: Ctx,
  input: z.input<typeof adminInput>,
): Promise<{ ended: number }> {
  const { adminId } = parseInput(adminInput, input);
  return governing(ctx, "team.write", async (tx) => {
    await lockOther(tx, adminId);
    return endAllSessionsOf(tx, { adminId, why: "ended" });
  });
}
