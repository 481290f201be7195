import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns";

/** Who did how much lately: one row a limit and subject, shared by all processes. */
export const rateLimits = pgTable("rate_limits", {
  /** `<limit>:<subject>`, e.g. `sign_in_address:203.0.113.7`. */
  key: text("key").primaryKey(),
  count: integer("count").notNull(),
  /** When the counting began anew. */
  startedAt: instant("started_at").notNull(),
  /** Nothing is let through before: grows with every further failure. */
  blockedUntil: instant("blocked_until"),
  expiresAt: instant("expires_at").notNull(),
});
