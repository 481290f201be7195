import { and, count, eq, isNull } from "drizzle-orm";
import { adminPasskeys, adminRecoveryCodes, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";

export type Factors = { totp: boolean; passkeys: number; recoveryCodesLeft: number };

/** What an operator can show besides the password. */
export async function factorsOf(ctx: Ctx, input: { adminId: string }): Promise<Factors> {
  const { adminId } = input;
  const [[admin], [keys], [codes]] = await Promise.all([
    ctx.db
      .select({ confirmedAt: admins.totpConfirmedAt })
      .from(admins)
      .where(eq(admins.id, adminId)),
    ctx.db.select({ n: count() }).from(adminPasskeys).where(eq(adminPasskeys.adminId, adminId)),
    ctx.db
      .select({ n: count() })
      .from(adminRecoveryCodes)
      .where(and(eq(adminRecoveryCodes.adminId, adminId), isNull(adminRecoveryCodes.usedAt))),
  ]);
  return {
    totp: Boolean(admin?.confirmedAt),
    passkeys: keys?.n ?? 0,
    recoveryCodesLeft: codes?.n ?? 0,
  };
}
