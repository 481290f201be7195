import { z } from "zod";
import {
  ORDER_SOURCES,
  ORDER_STATUSES,
  type OrderKind,
  type OrderSource,
  type OrderStatus,
} from "@/db/enums";
import { CURRENCY_CODES, type Money } from "@/server/rules/money";
import type { Quote, QuoteLine } from "@/server/rules/pricing";

const id = z.string().min(1).max(64);

export const orderInput = z.object({ orderId: id });

/** What can be bought of the catalog's plans. */
export const PURCHASE_KINDS = ["new", "renew", "upgrade"] as const;

/** Take what is on the customer's credit off the price, as far as it goes. */
const useCredit = z.boolean().default(false);

const purchase = z.object({
  kind: z.enum(PURCHASE_KINDS),
  planId: id,
  durationId: id,
  /** Which of the person's subscriptions is renewed or changed; null makes a new one. */
  subscriptionId: id.nullable().default(null),
  /** Absent takes the code entered earlier, if it fits; null takes none. */
  promoCode: z
    .string()
    .trim()
    .max(64, "a promo code has at most 32 characters: check what was entered")
    .nullish(),
  useCredit,
});
const addon = z.object({
  kind: z.literal("addon"),
  subscriptionId: id,
  addonId: id,
  useCredit,
});
/** 9 × 10^12 minor units are more than anybody means. */
const MAX_TOPUP = 1_000_000_000n;
const topup = z.object({
  kind: z.literal("topup"),
  /** Minor units of `currency`. */
  amount: z
    .bigint()
    .positive("enter an amount above zero")
    .max(MAX_TOPUP, "this is more than can be added at once"),
  currency: z.enum(CURRENCY_CODES),
});

/** Everything a person can order, each with more fields that its use needs. */
export const offer = <S extends z.ZodRawShape>(shape: S) =>
  z.discriminatedUnion("kind", [purchase.extend(shape), addon.extend(shape), topup.extend(shape)]);

const currency = z.enum(CURRENCY_CODES);
export const quoteOrderInput = offer({ customerId: id, currency });
/** Made by the client once a purchase: the same key finds the same order. */
export const clientKey = z.string().min(8).max(200);
export const createOrderInput = offer({
  customerId: id,
  currency,
  clientKey,
  source: z.enum(ORDER_SOURCES),
});
export const refundToCreditInput = z.object({
  orderId: id,
  /** Minor units; absent for all that is left. */
  amount: z.bigint().positive("a refund is more than nothing").optional(),
  reason: z.string().trim().min(3, "say why, for the next person").max(500),
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
  /** Customer's credit spent on it, minor units. */
  credit: bigint;
  /** Given back as credit. */
  refundedCredit: bigint;
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
  /** The invoice: the price, then what is taken off; they sum to `total`. */
  lines: { code: QuoteLine["code"]; name: QuoteLine["name"] | null; amount: Money }[];
  /** Days of the plan that is bought; 0 for what adds none. */
  days: number;
  total: Money;
  subscriptionId: string | null;
  payment: { id: string; gateway: string; payUrl: string | null } | null;
  expiresAt: Date;
};
