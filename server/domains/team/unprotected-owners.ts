import { and, count, eq, isNull, notExists } from "drizzle-orm";
import { adminPasskeys, admins } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";

/** How many owners, who may do everything, sign in with nothing but a password. */
export async function countUnprotectedOwners(ctx: Ctx): Promise<number> {
  requirePermission(ctx, "team.read");
  const passkeys = ctx.db
    .select({ id: adminPasskeys.id })
    .from(adminPasskeys)
    .where(eq(adminPasskeys.adminId, admins.id));
  const [row] = await ctx.db
    .select({ owners: count() })
    .from(admins)
    .where(
      and(
        eq(admins.role, "owner"),
        isNull(admins.disabledAt),
        isNull(admins.totpConfirmedAt),
        notExists(passkeys),
      ),
    );
  return row?.owners ?? 0;
}
