import { sql } from "drizzle-orm";
import { bigint, bigserial, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

export const auditLog = pgTable(
  "audit_log",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    at: instant("at").notNull(),
    actorType: text("actor_type").$type<"admin" | "customer" | "system">().notNull(),
    actorId: text("actor_id").notNull(),
    /** `<slice>.<verb>`, e.g. `subscriptions.extend`. */
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    before: jsonb("before").$type<unknown>(),
    after: jsonb("after").$type<unknown>(),
    requestId: text("request_id"),
    /** The operator's session it was done in. */
    sessionId: text("session_id"),
    address: text("address"),
    /** Of `before` and `after` as they were written: the chain still proves itself after an erasure. */
    detailsHash: text("details_hash"),
    /** When a person's own data in `before` and `after` was erased. */
    redactedAt: instant("redacted_at"),
  },
  (t) => [
    index("audit_log_subject_idx").on(t.subjectType, t.subjectId, t.at),
    index("audit_log_at_idx").on(t.at),
    index("audit_log_actor_idx").on(t.actorId, t.at),
    index("audit_log_action_idx").on(t.action, t.seq),
    index("audit_log_session_idx").on(t.sessionId, t.seq).where(sql`session_id is not null`),
  ],
);

/** The chain over the log, in the order in which entries became visible: a missing or changed entry shows. */
export const auditSeals = pgTable("audit_seals", {
  position: bigint("position", { mode: "number" }).primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull().unique(),
  /** SHA-256 over the seal before and the entry, hexadecimal. */
  hash: text("hash").notNull(),
});
