import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { auditLog, auditSeals } from "@/db/schema/audit";
import { type Ctx, inTransaction } from "@/server/core/context";
import { GENESIS, sealOf } from "./chain";

const LOCK = 7_310_004;
const BATCH = 2000;
/** Entries become visible in the order of their commits: one may show up so many numbers late. */
const LATE = 10_000;

/**
 * Chains entries that are not chained yet, in the order of their numbers; one that was committed late simply
 * comes later. One process at a time; others find nothing to do.
 *
 * `everything` looks at the whole log and not at its end only.
 *
 * @returns how many were sealed
 */
export async function sealAudit(ctx: Ctx, { everything = false } = {}): Promise<number> {
  let sealed = 0;
  for (;;) {
    const done = await sealBatch(ctx, everything);
    sealed += done;
    if (done < BATCH) return sealed;
  }
}

function sealBatch(ctx: Ctx, everything: boolean): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const [last] = await tx.db
      .select()
      .from(auditSeals)
      .orderBy(desc(auditSeals.position))
      .limit(1);
    const rows = await tx.db
      .select({ entry: auditLog })
      .from(auditLog)
      .leftJoin(auditSeals, eq(auditSeals.seq, auditLog.seq))
      .where(
        and(
          isNull(auditSeals.seq),
          everything || !last ? undefined : gt(auditLog.seq, last.seq - LATE),
        ),
      )
      .orderBy(asc(auditLog.seq))
      .limit(BATCH);
    if (rows.length === 0) return 0;
    let { position, hash } = last ?? { position: 0, hash: GENESIS };
    await tx.db.insert(auditSeals).values(
      rows.map(({ entry }) => {
        position += 1;
        hash = sealOf(hash, entry);
        return { position, seq: entry.seq, hash };
      }),
    );
    return rows.length;
  });
}
