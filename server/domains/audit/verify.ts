import { asc, eq, gt } from "drizzle-orm";
import { auditLog, auditSeals } from "@/db/schema/audit";
import { type Ctx, requirePermission } from "@/server/core/context";
import { GENESIS, hashOfDetails, sealOf } from "./chain";
import { sealAudit } from "./seal";

const BATCH = 5000;

export type AuditBreak =
  /** A seal whose entry is gone. */
  | { kind: "entry_missing"; seq: number }
  /** An entry that says something else than when it was sealed. */
  | { kind: "entry_changed"; seq: number }
  /** Seals are gone, or were put in. */
  | { kind: "seal_missing"; position: number };

export type AuditProof = {
  checked: number;
  /** The first place where the chain does not hold; null when it holds. */
  broken: AuditBreak | null;
  /** Hash of the newest seal: who writes it down elsewhere can tell later whether the end was cut off. */
  head: string;
};

/** Walks the whole log along its chain. */
export async function verifyAudit(ctx: Ctx): Promise<AuditProof> {
  requirePermission(ctx, "audit.read");
  await sealAudit(ctx, { everything: true });
  let hash = GENESIS;
  let position = 0;
  for (;;) {
    const rows = await ctx.db
      .select({ seal: auditSeals, entry: auditLog })
      .from(auditSeals)
      .leftJoin(auditLog, eq(auditLog.seq, auditSeals.seq))
      .where(gt(auditSeals.position, position))
      .orderBy(asc(auditSeals.position))
      .limit(BATCH);
    for (const { seal, entry } of rows) {
      position += 1;
      const end = (broken: AuditBreak) => ({ checked: position - 1, broken, head: hash });
      if (seal.position !== position) return end({ kind: "seal_missing", position });
      if (!entry) return end({ kind: "entry_missing", seq: seal.seq });
      const says = entry.redactedAt
        ? entry.detailsHash
        : entry.detailsHash && hashOfDetails(entry.before, entry.after);
      const expected = sealOf(hash, entry);
      if (says !== entry.detailsHash || expected !== seal.hash) {
        return end({ kind: "entry_changed", seq: seal.seq });
      }
      hash = expected;
    }
    if (rows.length < BATCH) return { checked: position, broken: null, head: hash };
  }
}
