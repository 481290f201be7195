import { sql } from "drizzle-orm";
import { bigserial, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { AlertSeverity } from "../enums";
import { instant } from "./columns";

/** What an operator must know. One open row a key; seen again it is counted, not repeated. */
export const alerts = pgTable(
  "alerts",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    /** Translatable kind, e.g. `payment_held`. */
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    severity: text("severity").$type<AlertSeverity>().notNull(),
    details: jsonb("details").$type<Record<string, string | number>>().notNull(),
    /** Page of the dashboard where it is dealt with. */
    href: text("href"),
    count: integer("count").notNull().default(1),
    openedAt: instant("opened_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    resolvedAt: instant("resolved_at"),
    resolvedBy: text("resolved_by"),
  },
  (t) => [
    uniqueIndex("alerts_open_key").on(t.kind, t.key).where(sql`resolved_at is null`),
    index("alerts_opened_idx").on(t.openedAt),
  ],
);
