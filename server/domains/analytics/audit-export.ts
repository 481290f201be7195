import { requirePermission } from "@/server/core/context";
import { listAudit } from "@/server/domains/audit";
import { listAuditInput } from "@/server/domains/audit/schemas";
import type { Report } from "./exports";

const limit = 200;
const text = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** The log as it is filtered, for an auditor's own tools. */
export const auditReports: Record<string, Report> = {
  audit: {
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
      const actions = typeof named === "string" && named !== "" ? named.split(",") : [];
      const input = listAuditInput.parse({ ...filters, named: actions, cursor, limit });
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
  },
};
