import { z } from "zod";
import {
  ORDER_SOURCES,
  ORDER_STATUSES,
  type OrderKind,
  type OrderSource,
  type OrderStatus,
} from "@/db/enums";
import { CURRENCY_CODES, type Money } from "@/server/rules/money";
import type { Quote } from "@/server/rules/pricing";

const id = z.string().min(1).max(64);

/** What can be bought by a customer themselves. Add-ons and top-ups are other orders. */
export const PURCHASE_KINDS = ["new", "renew", "upgrade"] as const;

export const orderInput = z.object({ orderId: id });
export const quoteOrderInput = z.object({
  customerId: id,
  kind: z.enum(PURCHASE_KINDS),
  planId: id,
  durationId: id,
  /** Which of the person's subscriptions is renewed or changed; null makes a new one. */
  subscriptionId: id.nullable().default(null),
  currency: z.enum(CURRENCY_CODES),
});
export const createOrderInput = quoteOrderInput.extend({
  /** Made by the client once a purchase: the same key finds the same order. */
  clientKey: z.string().min(8).max(200),
  source: z.enum(ORDER_SOURCES),
});
export const listOrdersInput = z.object({
  status: z.array(z.enum(ORDER_STATUSES)).max(ORDER_STATUSES.length).default([]),
  customerId: id.optional(),
  /** Order number or id, customer's id, username or Telegram id. */
  q: z.string().trim().max(100).default(""),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
  dir: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type OrderView = {
  id: string;
  number: number;
  customerId: string;
  kind: OrderKind;
  status: OrderStatus;
  source: OrderSource;
  planId: string | null;
  durationDays: number | null;
  subscriptionId: string | null;
  total: Money;
  refunded: bigint;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
  fulfilledAt: Date | null;
};

export type OrderListRow = OrderView & {
  customerName: string;
  customerUsername: string | null;
  planName: { en: string; ru: string } | null;
  gateway: string | null;
};

export type OrderDetail = OrderListRow & {
  quote: Quote;
  payments: {
    id: string;
    gateway: string;
    status: string;
    amount: Money;
    createdAt: Date;
    settledAt: Date | null;
  }[];
};

/** Where an order stands, in the words bot and Mini App have for it. */
export type ProgressStatus =
  | "awaiting_payment"
  | "checking"
  | "held"
  | "preparing"
  | "ready"
  | "expired"
  | "cancelled"
  | "refunded";

export type OrderProgress = {
  orderId: string;
  number: number;
  status: ProgressStatus;
  total: Money;
  subscriptionId: string | null;
  payment: { id: string; gateway: string; payUrl: string | null } | null;
  expiresAt: Date;
};
