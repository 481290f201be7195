import { and, lt, notInArray } from "drizzle-orm";
import { adminRefreshTokens, adminSessions, oneTimeSecrets } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";

const DAY_MS = 86_400_000;
/** Sessions are kept a while after their end: new sign-ins are compared with them. */
const SESSIONS_MS = 90 * DAY_MS;

/** Throws away what nobody can use any more: tokens and one-time secrets past their time, sessions long over. */
export async function forgetOldSignIns(ctx: Ctx): Promise<{ sessions: number }> {
  const now = ctx.clock();
  const before = (ms: number) => new Date(now.getTime() - ms);
  return inTransaction(ctx, async (tx) => {
    await tx.db.delete(oneTimeSecrets).where(lt(oneTimeSecrets.expiresAt, before(DAY_MS)));
    await tx.db.delete(adminRefreshTokens).where(lt(adminRefreshTokens.expiresAt, now));
    const withTokens = tx.db.select({ id: adminRefreshTokens.sessionId }).from(adminRefreshTokens);
    const gone = await tx.db
      .delete(adminSessions)
      .where(
        and(
          lt(adminSessions.expiresAt, before(SESSIONS_MS)),
          // Its tokens end no later than it does; should one be left, the session waits for the next time.
          notInArray(adminSessions.id, withTokens),
        ),
      )
      .returning({ id: adminSessions.id });
    return { sessions: gone.length };
  });
}
