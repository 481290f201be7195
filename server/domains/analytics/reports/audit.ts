import { requirePermission } from "@/server/core/context";
import { listAudit } from "@/server/domains/audit";
import { listAuditInput } from "@/server/domains/audit/schemas";
import { listed, PAGE, type Report } from "./contract";

/** The log as it is filtered, for an auditor's own tools. */
export const audit: Report = {
  columns: [
    "entry",
    "at",
    "action",
    "actor_type",
    "actor_id",
    "actor",
    "subject_type",
    "subject_id",
    "before",
    "after",
    "session",
    "address",
    "request",
    "erased_at",
  ],
  async page(ctx, { named, ...filters }, cursor) {
    requirePermission(ctx, "audit.export");
    const input = listAuditInput.parse({ ...filters, named: listed(named), cursor, limit: PAGE });
    const { rows, nextCursor } = await listAudit(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.seq,
        row.at,
        row.action,
        row.actorType,
        row.actorId,
        row.actorName,
        row.subjectType,
        row.subjectId,
        text(row.before),
        text(row.after),
        row.sessionId,
        row.address,
        row.requestId,
        row.redactedAt,
      ]),
    };
  },
};

const text = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
