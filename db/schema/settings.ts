import { bigserial, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant, updatedAt } from "./columns";

/** One row a settings group; `sealed` holds its secret fields, encrypted as one JSON text. */
export const settings = pgTable("settings", {
  id: text("id").primaryKey(),
  value: jsonb("value").$type<Record<string, unknown>>().notNull(),
  sealed: text("sealed"),
  updatedAt: updatedAt(),
  updatedBy: text("updated_by"),
});

/** What a group was before each change, its secrets sealed, so that a change can be taken back. */
export const settingsHistory = pgTable(
  "settings_history",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    groupId: text("group_id").notNull(),
    valueBefore: jsonb("value_before").$type<Record<string, unknown>>().notNull(),
    sealedBefore: text("sealed_before"),
    valueAfter: jsonb("value_after").$type<Record<string, unknown>>().notNull(),
    /** Names of the secrets that changed. */
    secretsChanged: text("secrets_changed").array().notNull().default([]),
    changedAt: instant("changed_at").notNull(),
    changedBy: text("changed_by").notNull(),
  },
  (t) => [index("settings_history_group_idx").on(t.groupId, t.id)],
);
