import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { auditLog } from "@/db/schema/audit";
import { admins } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { listAuditInput } from "./schemas";

/** Who did what, newest first. */
export async function listAudit(ctx: Ctx, input: z.input<typeof listAuditInput>) {
  requirePermission(ctx, "audit.read");
  const { action, q, actorType, cursor, limit } = parseInput(listAuditInput, input);
  const conditions: (SQL | undefined)[] = [
    cursor ? lt(auditLog.seq, Number(cursor)) : undefined,
    action ? sql`starts_with(${auditLog.action}, ${action})` : undefined,
    actorType ? eq(auditLog.actorType, actorType) : undefined,
    q ? sql`(${auditLog.subjectId} = ${q} or ${auditLog.actorId} = ${q})` : undefined,
  ];
  const rows = await ctx.db
    .select({ entry: auditLog, actorName: admins.name })
    .from(auditLog)
    .leftJoin(admins, eq(admins.id, auditLog.actorId))
    .where(and(...conditions))
    .orderBy(desc(auditLog.seq))
    .limit(limit + 1);
  const page = rows.slice(0, limit).map(({ entry, actorName }) => ({ ...entry, actorName }));
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? String(last.seq) : null };
}
