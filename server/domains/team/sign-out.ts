import { and, eq, isNull } from "drizzle-orm";
import { adminRefreshTokens, adminSessions } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";
import { recordAudit } from "@/server/domains/audit";
import type { AccessClaims } from "./access-claims";

/** Ends the session that either token belongs to; nothing happens when it is over already. */
export async function signOut(
  ctx: Ctx,
  input: { claims: AccessClaims | null; refreshToken: string | null },
): Promise<void> {
  const id = input.claims?.sid ?? (await sessionOf(ctx, input.refreshToken));
  if (!id) return;
  await inTransaction(ctx, async (tx) => {
    const [session] = await tx.db
      .update(adminSessions)
      .set({ endedAt: tx.clock(), endedWhy: "signed_out" })
      .where(and(eq(adminSessions.id, id), isNull(adminSessions.endedAt)))
      .returning({ adminId: adminSessions.adminId, address: adminSessions.address });
    if (!session) return;
    const { adminId, address } = session;
    const actor = {
      type: "admin",
      id: adminId,
      name: "",
      permissions: [],
      session: { id, address, freshUntil: null },
    } as const;
    await recordAudit(
      { ...tx, actor },
      { action: "team.signOut", subject: { type: "admin", id: adminId } },
    );
  });
}

async function sessionOf(ctx: Ctx, refreshToken: string | null): Promise<string | null> {
  if (!refreshToken) return null;
  const [row] = await ctx.db
    .select({ id: adminRefreshTokens.sessionId })
    .from(adminRefreshTokens)
    .where(eq(adminRefreshTokens.hash, sha256Hex(refreshToken)));
  return row?.id ?? null;
}
