import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { CommissionKind, CommissionStatus, PartnerStatus, PayoutStatus } from "../enums";
import { createdAt, instant, int8, updatedAt } from "./columns";
import { customers } from "./customers";

/** What differs from the program's terms for one partner. Absent follows the program. */
export type PartnerTerms = {
  directBp?: number;
  overrideBp?: number[];
  holdDays?: number;
  /** Minor units of payouts free of fee, a month. */
  waivedFeeAmount?: string;
};

export const partners = pgTable(
  "partners",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .unique()
      .references(() => customers.id),
    status: text("status").$type<PartnerStatus>().notNull().default("applied"),
    /** Who brought this partner: overrides go up this chain. */
    parentId: text("parent_id").references((): AnyPgColumn => partners.id),
    /** Earnings are kept in this currency. */
    currency: text("currency").notNull(),
    /** Index into the program's levels, by active paying referrals. */
    level: integer("level").notNull().default(0),
    terms: jsonb("terms").$type<PartnerTerms>().notNull().default({}),
    application: text("application").notNull().default(""),
    decisionReason: text("decision_reason").notNull().default(""),
    payoutMethod: text("payout_method"),
    /** Address or account, encrypted. */
    sealedPayoutDetails: text("sealed_payout_details"),
    autoPayout: boolean("auto_payout").notNull().default(false),
    createdAt: createdAt(),
    approvedAt: instant("approved_at"),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("partners_parent_idx").on(t.parentId),
    index("partners_created_idx").on(t.createdAt, t.id),
  ],
);

/** One commission an order, partner and kind; a bonus is one a partner and level, with an empty order. */
export const partnerCommissions = pgTable(
  "partner_commissions",
  {
    id: text("id").primaryKey(),
    partnerId: text("partner_id")
      .notNull()
      .references(() => partners.id),
    kind: text("kind").$type<CommissionKind>().notNull(),
    orderId: text("order_id").notNull().default(""),
    /** The buyer. */
    customerId: text("customer_id"),
    /** The sub-partner an override comes from. */
    sourcePartnerId: text("source_partner_id"),
    /** Level reached, of a bonus. */
    level: integer("level"),
    rateBp: integer("rate_bp").notNull(),
    /** Settled money it was computed from, minor units of the order's currency. */
    baseAmount: int8("base_amount").notNull(),
    baseCurrency: text("base_currency").notNull(),
    /** Millionths of the partner's currency for one unit of the order's. */
    fxRateMicros: int8("fx_rate_micros").notNull(),
    /** Minor units of the partner's currency, before and after reversals. */
    amount: int8("amount").notNull(),
    reversed: int8("reversed").notNull().default(sql`0`),
    currency: text("currency").notNull(),
    status: text("status").$type<CommissionStatus>().notNull().default("pending"),
    /** End of the hold. */
    payableAt: instant("payable_at").notNull(),
    releasedAt: instant("released_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("partner_commissions_order_key")
      .on(t.orderId, t.partnerId, t.kind)
      .where(sql`order_id <> ''`),
    uniqueIndex("partner_commissions_bonus_key")
      .on(t.partnerId, t.level)
      .where(sql`kind = 'bonus'`),
    index("partner_commissions_partner_idx").on(t.partnerId, t.createdAt),
    index("partner_commissions_due_idx").on(t.payableAt).where(sql`status = 'pending'`),
    check("partner_commissions_amounts", sql`amount >= 0 and reversed >= 0 and reversed <= amount`),
  ],
);

export const payouts = pgTable(
  "payouts",
  {
    id: text("id").primaryKey(),
    partnerId: text("partner_id")
      .notNull()
      .references(() => partners.id),
    method: text("method").notNull(),
    /** Taken from the partner's balance, minor units. */
    amount: int8("amount").notNull(),
    fee: int8("fee").notNull().default(sql`0`),
    currency: text("currency").notNull(),
    status: text("status").$type<PayoutStatus>().notNull().default("requested"),
    /** The same request or schedule run makes one payout. */
    idempotencyKey: text("idempotency_key").notNull().unique(),
    automatic: boolean("automatic").notNull().default(false),
    /** Where to, as it was when asked for, encrypted. */
    sealedDetails: text("sealed_details"),
    /** Transaction id or bank reference. */
    reference: text("reference"),
    /** What left for the partner where that is another currency, e.g. USDT; fixed before it is first sent. */
    sentAmount: int8("sent_amount"),
    sentCurrency: text("sent_currency"),
    reason: text("reason").notNull().default(""),
    attempts: integer("attempts").notNull().default(0),
    decidedBy: text("decided_by"),
    requestedAt: instant("requested_at").notNull(),
    approvedAt: instant("approved_at"),
    processingAt: instant("processing_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("payouts_partner_idx").on(t.partnerId, t.requestedAt),
    index("payouts_requested_idx").on(t.requestedAt, t.id),
    index("payouts_open_idx")
      .on(t.requestedAt)
      .where(sql`status in ('requested', 'approved', 'processing')`),
    check("payouts_amount", sql`amount > 0 and fee >= 0 and fee <= amount`),
  ],
);
