import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { PromoKind, RedemptionStatus } from "../enums";
import { createdAt, instant, int8, updatedAt } from "./columns";
import { customers } from "./customers";

/** Minor units by currency code, as decimal strings. */
export type AmountsByCurrency = Record<string, string>;

/** What a `special` code gives besides any discount. Absent is nothing. */
export type SpecialGrant = {
  planId?: string;
  days?: number;
  trafficBytes?: string;
  devices?: number;
  personalDiscountBp?: number;
  group?: string;
};

export const promoCodes = pgTable(
  "promo_codes",
  {
    id: text("id").primaryKey(),
    /** Upper case. */
    code: text("code").notNull().unique(),
    kind: text("kind").$type<PromoKind>().notNull(),
    percentBp: integer("percent_bp"),
    amounts: jsonb("amounts").$type<AmountsByCurrency>().notNull().default({}),
    trialDays: integer("trial_days"),
    special: jsonb("special").$type<SpecialGrant>().notNull().default({}),
    /** Null is without limit. */
    maxUses: integer("max_uses"),
    perPerson: integer("per_person").notNull().default(1),
    validFrom: instant("valid_from"),
    validUntil: instant("valid_until"),
    /** Empty is every plan, every duration, every group. */
    planIds: text("plan_ids").array().notNull().default([]),
    durationDays: integer("duration_days").array().notNull().default([]),
    groups: text("groups").array().notNull().default([]),
    minOrder: jsonb("min_order").$type<AmountsByCurrency>().notNull().default({}),
    newCustomersOnly: boolean("new_customers_only").notNull().default(false),
    /** May be combined with the personal and the referral discount. */
    stacks: boolean("stacks").notNull().default(true),
    /** Reserved and consumed together: moved by conditional updates only, so that it cannot oversell. */
    uses: integer("uses").notNull().default(0),
    /** Codes generated together. */
    batch: text("batch"),
    note: text("note").notNull().default(""),
    archivedAt: instant("archived_at"),
    createdBy: text("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("promo_codes_created_idx").on(t.createdAt, t.id),
    index("promo_codes_batch_idx").on(t.batch),
    check("promo_codes_uses", sql`uses >= 0 and (max_uses is null or uses <= max_uses)`),
    check("promo_codes_percent", sql`percent_bp is null or percent_bp between 1 and 10000`),
  ],
);

export const promoRedemptions = pgTable(
  "promo_redemptions",
  {
    id: text("id").primaryKey(),
    promoCodeId: text("promo_code_id")
      .notNull()
      .references(() => promoCodes.id),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    /** Null for codes that give something without an order. */
    orderId: text("order_id").unique(),
    subscriptionId: text("subscription_id"),
    status: text("status").$type<RedemptionStatus>().notNull(),
    /** Minor units taken off the order. */
    discount: int8("discount").notNull().default(sql`0`),
    currency: text("currency"),
    /** Counts a person's uses of a code: `n` is taken once while reserved or consumed. */
    nth: integer("nth").notNull(),
    reservedAt: instant("reserved_at").notNull(),
    consumedAt: instant("consumed_at"),
    releasedAt: instant("released_at"),
  },
  (t) => [
    uniqueIndex("promo_redemptions_nth_key")
      .on(t.promoCodeId, t.customerId, t.nth)
      .where(sql`status in ('reserved', 'consumed')`),
    index("promo_redemptions_code_idx").on(t.promoCodeId, t.reservedAt),
    index("promo_redemptions_customer_idx").on(t.customerId, t.reservedAt),
  ],
);
