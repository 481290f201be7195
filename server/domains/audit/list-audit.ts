import { and, desc, eq, gte, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { auditLog } from "@/db/schema/audit";
import { admins } from "@/db/schema/team";
import { type Ctx, requirePermission } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { AUDIT_SUBJECTS, listAuditInput } from "./schemas";

const DAY_MS = 86_400_000;

/** Who did what, newest first. */
export async function listAudit(ctx: Ctx, input: z.input<typeof listAuditInput>) {
  requirePermission(ctx, "audit.read");
  const { action, q, named, actorType, subjectType, days, sessionId, cursor, limit } = parseInput(
    listAuditInput,
    input,
  );
  const conditions: (SQL | undefined)[] = [
    cursor ? lt(auditLog.seq, Number(cursor)) : undefined,
    action ? sql`starts_with(${auditLog.action}, ${action})` : undefined,
    actorType ? eq(auditLog.actorType, actorType) : undefined,
    subjectType ? eq(auditLog.subjectType, subjectType) : undefined,
    sessionId ? eq(auditLog.sessionId, sessionId) : undefined,
    days > 0 ? gte(auditLog.at, new Date(ctx.clock().getTime() - days * DAY_MS)) : undefined,
    q ? await found(ctx, q, named) : undefined,
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

async function found(ctx: Ctx, q: string, named: string[]): Promise<SQL | undefined> {
  const words = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  // Read first: ids let each way of finding be its own index scan, a subquery would read the whole log.
  const people = await ctx.db
    .select({ id: admins.id })
    .from(admins)
    .where(ilike(admins.name, words))
    .limit(200);
  const actors = [q, ...people.map(({ id }) => id)];
  return or(
    and(inArray(auditLog.subjectType, AUDIT_SUBJECTS), eq(auditLog.subjectId, q)),
    inArray(auditLog.actorId, actors),
    eq(auditLog.sessionId, q),
    sql`starts_with(${auditLog.action}, ${q})`,
    named.length > 0 ? inArray(auditLog.action, named) : undefined,
  );
}
