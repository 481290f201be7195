import { and, asc, eq, lte } from "drizzle-orm";
import { partnerCommissions } from "@/db/schema/partners";
import { type Ctx, inTransaction } from "@/server/core/context";
import { releaseEntries } from "@/server/rules/partner-books";
import { announce, balancesOf, lockPartner, post } from "./internal";

/**
 * Commissions whose hold is over become payable, after repaying what the partner owes. A suspended partner's too:
 * they were earned, and only payouts wait. Returns how many.
 */
export async function releaseCommissions(ctx: Ctx): Promise<number> {
  const due = and(
    eq(partnerCommissions.status, "pending"),
    lte(partnerCommissions.payableAt, ctx.clock()),
  );
  const waiting = await ctx.db
    .selectDistinct({ partnerId: partnerCommissions.partnerId })
    .from(partnerCommissions)
    .where(due);
  let released = 0;
  for (const { partnerId } of waiting) {
    released += await inTransaction(ctx, async (tx) => {
      const partner = await lockPartner(tx, partnerId);
      const rows = await tx.db
        .select()
        .from(partnerCommissions)
        .where(and(due, eq(partnerCommissions.partnerId, partnerId)))
        .orderBy(asc(partnerCommissions.payableAt), asc(partnerCommissions.id))
        .limit(500);
      for (const row of rows) {
        await post(tx, partner, {
          key: `commission:${row.id}:released`,
          kind: "commission.released",
          reference: { type: "commission", id: row.id },
          entries: releaseEntries(row.amount - row.reversed, await balancesOf(tx, partner)),
        });
        await tx.db
          .update(partnerCommissions)
          .set({ status: "payable", releasedAt: tx.clock() })
          .where(eq(partnerCommissions.id, row.id));
      }
      if (rows.length > 0) await announce(tx, partner);
      return rows.length;
    });
  }
  return released;
}
