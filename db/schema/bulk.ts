import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";

/** An action on many at once, done by a job. */
export const bulkRuns = pgTable(
  "bulk_runs",
  {
    id: text("id").primaryKey(),
    /** The action's id in its registry. */
    action: text("action").notNull(),
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    status: text("status").$type<"running" | "done" | "cancelled">().notNull(),
    total: integer("total").notNull(),
    done: integer("done").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    createdBy: text("created_by").notNull(),
    cancelledBy: text("cancelled_by"),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [index("bulk_runs_created_idx").on(t.createdAt)],
);

export const bulkItems = pgTable(
  "bulk_items",
  {
    runId: text("run_id")
      .notNull()
      .references(() => bulkRuns.id),
    position: integer("position").notNull(),
    subjectId: text("subject_id").notNull(),
    status: text("status").$type<"waiting" | "done" | "failed" | "skipped">().notNull(),
    /** Code and words of what stood in the way. */
    error: text("error"),
    undone: boolean("undone").notNull().default(false),
    at: instant("at"),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.position] }),
    index("bulk_items_waiting_idx").on(t.runId, t.status, t.position),
  ],
);
