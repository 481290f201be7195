import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, failureText, instant } from "./columns";

/** An action on many at once, done by a job. */
export const bulkRuns = pgTable(
  "bulk_runs",
  {
    id: text("id").primaryKey(),
    /** The action's id in its registry. */
    action: text("action").notNull(),
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    /** What was chosen: rows, or everything that matched a list's filters. */
    selection: jsonb("selection").$type<Record<string, unknown>>().notNull(),
    status: text("status").$type<"running" | "done" | "cancelled">().notNull(),
    total: integer("total").notNull(),
    done: integer("done").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    skipped: integer("skipped").notNull().default(0),
    /** The browser's own key: pressing a button twice starts one run. */
    clientKey: text("client_key").notNull(),
    /** The run this one takes back. */
    undoes: text("undoes"),
    createdBy: text("created_by").notNull(),
    cancelledBy: text("cancelled_by"),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("bulk_runs_created_idx").on(t.createdAt, t.id),
    uniqueIndex("bulk_runs_client_key").on(t.createdBy, t.clientKey),
    uniqueIndex("bulk_runs_undoes_key").on(t.undoes),
  ],
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
    error: failureText("error"),
    at: instant("at"),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.position] }),
    index("bulk_items_waiting_idx").on(t.runId, t.status, t.position),
  ],
);
