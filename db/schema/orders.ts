import { sql } from "drizzle-orm";
import {
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { OrderKind, OrderSource, OrderStatus } from "../enums";
import { createdAt, instant, int8 } from "./columns";
import { customers } from "./customers";

export const orders = pgTable(
  "orders",
  {
    id: text("id").primaryKey(),
    /** What people say to each other: “order 1042”. */
    number: bigserial("number", { mode: "number" }).notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    kind: text("kind").$type<OrderKind>().notNull(),
    status: text("status").$type<OrderStatus>().notNull().default("pending"),
    source: text("source").$type<OrderSource>().notNull(),
    planId: text("plan_id"),
    durationDays: integer("duration_days"),
    /** The subscription this order acts on: decided on the server when the order is made, or at fulfilment of a new one. */
    subscriptionId: text("subscription_id"),
    currency: text("currency").notNull(),
    subtotal: int8("subtotal").notNull(),
    discount: int8("discount").notNull().default(sql`0`),
    credit: int8("credit").notNull().default(sql`0`),
    total: int8("total").notNull(),
    refunded: int8("refunded").notNull().default(sql`0`),
    /** Minor units given back to the customer's credit instead of through a provider. */
    refundedCredit: int8("refunded_credit").notNull().default(sql`0`),
    /** The quote as it was shown, bigint as decimal strings; what was quoted is what is granted. */
    quote: jsonb("quote").$type<Record<string, unknown>>().notNull(),
    /** The client's idempotency key: pressing a button twice finds the same order. */
    clientKey: text("client_key"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    paidAt: instant("paid_at"),
    fulfilledAt: instant("fulfilled_at"),
    closedAt: instant("closed_at"),
  },
  (t) => [
    uniqueIndex("orders_client_key").on(t.customerId, t.clientKey),
    index("orders_customer_idx").on(t.customerId, t.createdAt),
    index("orders_created_idx").on(t.createdAt, t.id),
    index("orders_subscription_idx").on(t.subscriptionId),
    index("orders_paid_idx").on(t.paidAt).where(sql`paid_at is not null`),
    index("orders_open_idx").on(t.expiresAt).where(sql`status = 'pending'`),
    index("orders_unfulfilled_idx").on(t.paidAt).where(sql`status = 'paid'`),
    uniqueIndex("orders_number_key").on(t.number),
    check(
      "orders_amounts",
      sql`total >= 0 and refunded >= 0 and discount >= 0 and credit >= 0 and refunded_credit >= 0`,
    ),
  ],
);
