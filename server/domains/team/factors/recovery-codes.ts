import { and, eq, isNull } from "drizzle-orm";
import { adminRecoveryCodes } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";

/** Of a code however it is typed. They are long and random, so a plain hash hides them. */
export const recoveryCodeHash = (code: string): string =>
  sha256Hex(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""));

/** Spends one of the codes an operator wrote down; false when it is none, or was spent before. */
export async function spendRecoveryCode(
  ctx: Ctx,
  input: { adminId: string; code: string },
): Promise<boolean> {
  const spent = await ctx.db
    .update(adminRecoveryCodes)
    .set({ usedAt: ctx.clock() })
    .where(
      and(
        eq(adminRecoveryCodes.adminId, input.adminId),
        eq(adminRecoveryCodes.hash, recoveryCodeHash(input.code)),
        isNull(adminRecoveryCodes.usedAt),
      ),
    )
    .returning({ hash: adminRecoveryCodes.hash });
  return spent.length > 0;
}
