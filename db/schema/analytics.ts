import { date, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, int8 } from "./columns";

/** Rates used by reports: one unit of `from` in `to`, in millionths of the major units. */
export const fxRates = pgTable(
  "fx_rates",
  {
    day: date("day", { mode: "string" }).notNull(),
    from: text("from_currency").notNull(),
    to: text("to_currency").notNull(),
    rateMicros: int8("rate_micros").notNull(),
    source: text("source").notNull(),
    storedAt: instant("stored_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.from, t.to, t.day] })],
);
