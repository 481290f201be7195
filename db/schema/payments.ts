import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { GatewayEventStatus, PaymentStatus, RefundStatus, RenewalOutcome } from "../enums";
import { createdAt, failureText, instant, int8 } from "./columns";
import { customers } from "./customers";
import { orders } from "./orders";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** One attempt at a gateway. */
export const payments = pgTable(
  "payments",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    gateway: text("gateway").notNull(),
    /** The provider's id; unknown until its API has answered. */
    externalId: text("external_id"),
    status: text("status").$type<PaymentStatus>().notNull().default("created"),
    /** What we asked for. */
    amount: int8("amount").notNull(),
    currency: text("currency").notNull(),
    /** What arrived. */
    receivedAmount: int8("received_amount"),
    receivedCurrency: text("received_currency"),
    refunded: int8("refunded").notNull().default(sql`0`),
    holdReason: text("hold_reason"),
    failureReason: failureText("failure_reason"),
    payUrl: text("pay_url"),
    /** What the gateway wants remembered, e.g. the charge id a refund needs. */
    gatewayData: jsonb("gateway_data").$type<Record<string, unknown>>().notNull().default({}),
    /** The customer agreed to keep this way to pay for automatic renewal. */
    saveMethod: boolean("save_method").notNull().default(false),
    /** The saved method charged without the customer; null when they paid themselves. */
    savedMethodId: text("saved_method_id"),
    nextPollAt: instant("next_poll_at"),
    pollAttempts: integer("poll_attempts").notNull().default(0),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    uniqueIndex("payments_external_key").on(t.gateway, t.externalId),
    index("payments_external_idx").on(t.externalId),
    index("payments_order_idx").on(t.orderId),
    index("payments_customer_idx").on(t.customerId, t.createdAt),
    index("payments_created_idx").on(t.createdAt, t.id),
    index("payments_status_idx").on(t.status, t.createdAt, t.id),
    index("payments_poll_idx").on(t.nextPollAt).where(sql`next_poll_at is not null`),
    index("payments_held_idx").on(t.createdAt).where(sql`status = 'held'`),
  ],
);

/** Inbox of gateway webhooks: stored before 200 is answered, processed by a job. */
export const gatewayEvents = pgTable(
  "gateway_events",
  {
    id: text("id").primaryKey(),
    gateway: text("gateway").notNull(),
    /** Providers reuse one event id from pending to paid, so the payload itself is the identity. */
    payloadHash: text("payload_hash").notNull(),
    body: bytea("body").notNull(),
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    status: text("status").$type<GatewayEventStatus>().notNull().default("received"),
    /** Which branch of the union it was translated to. */
    outcome: text("outcome"),
    paymentId: text("payment_id"),
    attempts: integer("attempts").notNull().default(0),
    lastError: failureText("last_error"),
    receivedAt: instant("received_at").notNull().defaultNow(),
    processedAt: instant("processed_at"),
  },
  (t) => [
    uniqueIndex("gateway_events_payload_key").on(t.gateway, t.payloadHash),
    index("gateway_events_payment_idx").on(t.paymentId),
    index("gateway_events_open_idx")
      .on(t.receivedAt)
      .where(sql`status in ('received', 'failed', 'dead')`),
  ],
);

/** Webhooks refused for a bad signature: nothing of them is kept but the count. `source`: gateway id or `remnawave`. */
export const refusedWebhooks = pgTable(
  "refused_webhooks",
  {
    source: text("source").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    count: integer("count").notNull().default(0),
    lastAt: instant("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.day] })],
);

export const refunds = pgTable(
  "refunds",
  {
    id: text("id").primaryKey(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    gateway: text("gateway").notNull(),
    /** The provider's refund id. */
    externalId: text("external_id"),
    amount: int8("amount").notNull(),
    currency: text("currency").notNull(),
    status: text("status").$type<RefundStatus>().notNull().default("requested"),
    /** Ends the entitlement the order bought, once done. */
    full: boolean("full").notNull().default(false),
    reason: text("reason").notNull().default(""),
    requestedBy: text("requested_by"),
    failureReason: failureText("failure_reason"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: createdAt(),
    completedAt: instant("completed_at"),
  },
  (t) => [
    uniqueIndex("refunds_external_key").on(t.gateway, t.externalId),
    index("refunds_payment_idx").on(t.paymentId),
    index("refunds_order_idx").on(t.orderId),
    check("refunds_amount", sql`amount > 0`),
  ],
);

/** A way to pay that may be charged again without the customer. */
export const savedMethods = pgTable(
  "saved_methods",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    gateway: text("gateway").notNull(),
    /** The provider's handle, encrypted. */
    sealedToken: text("sealed_token").notNull(),
    /** SHA-256 of gateway and token: the same card is kept once. */
    tokenHash: text("token_hash").notNull(),
    /** What the customer knows it by, e.g. `Visa •• 4242`. */
    label: text("label").notNull(),
    createdAt: createdAt(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    uniqueIndex("saved_methods_token_key").on(t.customerId, t.tokenHash),
    index("saved_methods_hash_idx").on(t.tokenHash),
  ],
);

/** One attempt of automatic renewal: a step of dunning for the period that ends at `period_end`. */
export const renewalAttempts = pgTable(
  "renewal_attempts",
  {
    id: text("id").primaryKey(),
    subscriptionId: text("subscription_id").notNull(),
    /** The expiry this renewal extends; one period is charged at most once. */
    periodEnd: instant("period_end").notNull(),
    /** 0 for the first attempt. */
    step: integer("step").notNull(),
    /** `credit` or a saved method's id. */
    method: text("method"),
    orderId: text("order_id"),
    paymentId: text("payment_id"),
    outcome: text("outcome").$type<RenewalOutcome>().notNull().default("pending"),
    reason: text("reason"),
    attemptedAt: instant("attempted_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("renewal_attempts_step_key").on(t.subscriptionId, t.periodEnd, t.step),
    index("renewal_attempts_payment_idx").on(t.paymentId),
    index("renewal_attempts_open_idx").on(t.attemptedAt).where(sql`outcome = 'pending'`),
  ],
);
