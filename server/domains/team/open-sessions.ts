import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { adminSessions, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";

/** Which of these sessions still let their operators in, by the same rules as `findSessionAdmin`. */
export async function openSessionsAmong(ctx: Ctx, sessions: string[]): Promise<string[]> {
  const open = await ctx.db
    .select({ id: adminSessions.id })
    .from(adminSessions)
    .innerJoin(admins, eq(admins.id, adminSessions.adminId))
    .where(
      and(
        inArray(adminSessions.id, sessions),
        isNull(adminSessions.endedAt),
        gt(adminSessions.expiresAt, ctx.clock()),
        isNull(admins.disabledAt),
      ),
    );
  return open.map(({ id }) => id);
}
