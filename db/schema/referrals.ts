import { sql } from "drizzle-orm";
import { date, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { RewardKind, RewardStatus } from "../enums";
import { createdAt, instant, int8 } from "./columns";
import { customers } from "./customers";

/** A link of its own for a campaign: `ref_<code>_<slug>` of a person, or an operator's own. */
export const referralCampaigns = pgTable(
  "referral_campaigns",
  {
    id: text("id").primaryKey(),
    /** Lower case letters, digits and dashes. */
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    /** The referrer whose link it is; null for the house's own advertising. */
    customerId: text("customer_id").references(() => customers.id),
    archivedAt: instant("archived_at"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (t) => [index("referral_campaigns_customer_idx").on(t.customerId)],
);

/** Clicks by day. `campaign` is empty for the plain link. */
export const referralClicks = pgTable(
  "referral_clicks",
  {
    code: text("code").notNull(),
    campaign: text("campaign").notNull().default(""),
    day: date("day", { mode: "string" }).notNull(),
    clicks: integer("clicks").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.code, t.campaign, t.day] })],
);

/** One row an invited person; first touch wins. */
export const referrals = pgTable(
  "referrals",
  {
    id: text("id").primaryKey(),
    referrerId: text("referrer_id")
      .notNull()
      .references(() => customers.id),
    refereeId: text("referee_id")
      .notNull()
      .unique()
      .references(() => customers.id),
    code: text("code").notNull(),
    campaign: text("campaign").notNull().default(""),
    signedUpAt: instant("signed_up_at").notNull(),
    firstOrderId: text("first_order_id"),
    firstPurchaseAt: instant("first_purchase_at"),
  },
  (t) => [
    index("referrals_referrer_idx").on(t.referrerId, t.signedUpAt),
    index("referrals_signed_up_idx").on(t.signedUpAt),
  ],
);

export const referralRewards = pgTable(
  "referral_rewards",
  {
    id: text("id").primaryKey(),
    referralId: text("referral_id")
      .notNull()
      .references(() => referrals.id),
    /** Who gets it. */
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    kind: text("kind").$type<RewardKind>().notNull(),
    orderId: text("order_id").notNull(),
    status: text("status").$type<RewardStatus>().notNull().default("pending"),
    /** Days given (a free month), and to which subscription. */
    days: integer("days").notNull().default(0),
    subscriptionId: text("subscription_id"),
    /** Credit the order was worth before refunds, minor units. */
    amount: int8("amount").notNull().default(sql`0`),
    /** Of that, taken back after refunds, or not given any more. */
    reversed: int8("reversed").notNull().default(sql`0`),
    /** Of that, due back and not there any more: spent, the house's loss. */
    lost: int8("lost").notNull().default(sql`0`),
    currency: text("currency"),
    /** Why it is held: `same_device`, `same_instrument`, `burst`, `circular`. */
    signals: text("signals").array().notNull().default([]),
    decidedBy: text("decided_by"),
    createdAt: createdAt(),
    grantedAt: instant("granted_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("referral_rewards_key").on(t.referralId, t.kind, t.orderId),
    index("referral_rewards_customer_idx").on(t.customerId, t.createdAt),
    index("referral_rewards_order_idx").on(t.orderId),
    index("referral_rewards_open_idx").on(t.createdAt).where(sql`status in ('pending', 'held')`),
  ],
);
