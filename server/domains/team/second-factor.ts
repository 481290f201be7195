import { and, eq, sql } from "drizzle-orm";
import { adminPasskeys, admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";

export async function hasSecondFactor(ctx: Ctx, input: { adminId: string }): Promise<boolean> {
  const [row] = await ctx.db
    .select({
      any: sql<boolean>`${admins.totpConfirmedAt} is not null or exists (
        select 1 from ${adminPasskeys} where ${adminPasskeys.adminId} = ${admins.id}
      )`,
    })
    .from(admins)
    .where(and(eq(admins.id, input.adminId)));
  return row?.any ?? false;
}
