import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { NotificationStatus } from "../enums";
import { createdAt, failureText, instant } from "./columns";
import { customers } from "./customers";

/** One delivery to one person over one channel. */
export const notifications = pgTable(
  "notifications",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    type: text("type").notNull(),
    channel: text("channel").notNull(),
    /** Same occasion, same key: said once. */
    dedupeKey: text("dedupe_key").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    status: text("status").$type<NotificationStatus>().notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    error: failureText("error"),
    /** The channel's own id, e.g. Telegram's message id. */
    externalId: text("external_id"),
    createdAt: createdAt(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    uniqueIndex("notifications_dedupe_key").on(t.channel, t.dedupeKey),
    index("notifications_customer_idx").on(t.customerId, t.createdAt),
  ],
);
