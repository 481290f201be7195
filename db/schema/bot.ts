import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { failureText, instant, int8 } from "./columns";

/** Every Telegram update once: claimed before it is handled, marked done after. A stale claim may be taken over. */
export const telegramUpdates = pgTable(
  "telegram_updates",
  {
    botId: int8("bot_id").notNull(),
    updateId: int8("update_id").notNull(),
    status: text("status").$type<"claimed" | "done" | "failed">().notNull(),
    claimedAt: instant("claimed_at").notNull(),
    attempts: integer("attempts").notNull().default(1),
    doneAt: instant("done_at"),
    error: failureText("error"),
  },
  (t) => [
    primaryKey({ columns: [t.botId, t.updateId] }),
    index("telegram_updates_claimed_idx").on(t.claimedAt),
  ],
);
