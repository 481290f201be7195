import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { TrialClaimStatus } from "../enums";
import { createdAt, instant } from "./columns";
import { customers } from "./customers";

/** Claims of trials, reserved before anything is made: the unique index is what "once a person" rests on. */
export const trialClaims = pgTable(
  "trial_claims",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    /** 1 for the first trial of a person. */
    nth: integer("nth").notNull(),
    status: text("status").$type<TrialClaimStatus>().notNull().default("reserved"),
    subscriptionId: text("subscription_id"),
    /** The order of a paid trial. */
    orderId: text("order_id"),
    createdAt: createdAt(),
    consumedAt: instant("consumed_at"),
    releasedAt: instant("released_at"),
    /** Bought a plan on the trial's subscription. */
    convertedAt: instant("converted_at"),
  },
  (t) => [
    uniqueIndex("trial_claims_nth_key")
      .on(t.customerId, t.nth)
      .where(sql`status in ('reserved', 'consumed')`),
    uniqueIndex("trial_claims_subscription_key").on(t.subscriptionId),
    index("trial_claims_created_idx").on(t.createdAt),
  ],
);
