import { jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { updatedAt } from "./columns";

/** One row a settings group; `sealed` holds its secret fields, encrypted as one JSON text. */
export const settings = pgTable("settings", {
  id: text("id").primaryKey(),
  value: jsonb("value").$type<Record<string, unknown>>().notNull(),
  sealed: text("sealed"),
  updatedAt: updatedAt(),
  updatedBy: text("updated_by"),
});
