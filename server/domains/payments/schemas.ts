import { z } from "zod";
import {
  type GatewayEventStatus,
  ORDER_SOURCES,
  type OrderKind,
  PAYMENT_STATUSES,
  type PaymentStatus,
  type RefundStatus,
} from "@/db/enums";
import type { JournalView } from "@/server/domains/ledger/schemas";
import { clientKey, offer, PURCHASE_KINDS } from "@/server/domains/orders/schemas";
import { CURRENCY_CODES, type Currency, type Money } from "@/server/rules/money";
import type { QuoteLine } from "@/server/rules/pricing";

const id = z.string().min(1).max(64);

const purchaseWays = z.object({
  /** Whether it is a renewal or a change is the server's to say. */
  kind: z.enum(["plan", ...PURCHASE_KINDS]).default("plan"),
  planId: id,
  durationId: id,
  subscriptionId: id.nullable().default(null),
  promoCode: z.string().trim().max(64).nullish(),
  useCredit: z.boolean().default(false),
});
const addonWays = z.object({
  kind: z.literal("addon"),
  subscriptionId: id,
  addonId: id,
  useCredit: z.boolean().default(false),
});
const topupWays = z.object({
  kind: z.literal("topup"),
  amount: z.bigint().positive("enter an amount above zero"),
  currency: z.enum(CURRENCY_CODES),
});
/** What is to be paid for, with more fields that its use needs. */
const waysTo = <S extends z.ZodRawShape>(shape: S) =>
  z.union([purchaseWays.extend(shape), addonWays.extend(shape), topupWays.extend(shape)]);

export const waysToPayInput = waysTo({ customerId: id });
export const ownWaysToPayInput = waysTo({});

const choice = {
  clientKey,
  /** A gateway's id, or `credit` to pay with nothing but the customer's credit. */
  gateway: z.string().min(1).max(40),
  /** Keep this way to pay, and renew the subscription by itself from now on. */
  saveMethod: z.boolean().default(false),
};
/** The currency follows from the gateway: the first price that it takes. */
export const checkoutInput = offer({
  ...choice,
  customerId: id,
  source: z.enum(ORDER_SOURCES),
});
export const ownCheckoutInput = offer(choice);
export const savedMethodInput = z.object({ savedMethodId: id });
export const paymentInput = z.object({ paymentId: id });
export const resolveHeldInput = z.object({
  paymentId: id,
  /** Take it as paid, turn it into the customer's credit, or send it back. */
  decision: z.enum(["accept", "credit", "refund"]),
  reason: z.string().trim().min(3, "say why, for the next person").max(500),
});
export const requestRefundInput = z.object({
  paymentId: id,
  /** Minor units; absent for all that is left. */
  amount: z.bigint().positive("a refund is more than nothing").optional(),
  reason: z.string().trim().max(500).default(""),
});
export const listPaymentsInput = z.object({
  status: z.array(z.enum(PAYMENT_STATUSES)).max(PAYMENT_STATUSES.length).default([]),
  gateway: z.string().max(40).optional(),
  customerId: id.optional(),
  /** Payment id, provider's id, order number, customer's username or Telegram id. */
  q: z.string().trim().max(100).default(""),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const listGatewayEventsInput = z.object({
  status: z.enum(["received", "processed", "ignored", "failed", "dead"]).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const gatewayEventInput = z.object({ eventId: id });
export const gatewayInput = z.object({ gateway: z.string().min(1).max(40) });

export type PurchaseKind = (typeof PURCHASE_KINDS)[number];

/** A method with the price it would be, or why it would not do. */
export type WayToPay = {
  gateway: string;
  label: { en: string; ru: string };
  kind: OrderKind;
  lines: { code: QuoteLine["code"]; name?: QuoteLine["name"]; amount: Money }[];
  total: Money;
  /** The customer's credit in this currency that this purchase could use. */
  credit: Money;
  promoCode: string | null;
  expiresAt: Date | null;
  /** What is left of the plan being changed, but was paid in other currencies: it is not counted here. */
  uncounted: Money[];
  /** The gateway can keep this way to pay for automatic renewal. */
  canSave: boolean;
};

/** What automatic renewal would do as things stand. */
export type RenewalPreview = {
  on: boolean;
  /** The next attempt; null when all are over. */
  at: Date | null;
  from:
    | { kind: "credit"; total: Money }
    | { kind: "method"; total: Money; label: string }
    /** The provider charges by itself, at a time of its own. */
    | { kind: "provider"; total: Money; label: { en: string; ru: string }; at: Date }
    | { kind: "none"; reason: "no_price" | "no_method" };
};

/** A way to pay that the customer agreed to keep. */
export type SavedMethodView = { id: string; gateway: string; label: string; createdAt: Date };

export type PaymentMethod = {
  gateway: string;
  label: { en: string; ru: string };
  currencies: readonly Currency[];
  /** Minor units; absent is one unit. */
  minimums: Partial<Record<Currency, bigint>>;
  /** It can be kept for automatic renewal. */
  canSave: boolean;
  /** Not for customers without Telegram. */
  inTelegramOnly?: boolean;
  /** The provider renews by itself what is bought for so many days, up to so much. */
  renews?: { days: number; most: bigint };
};

export type PaymentView = {
  id: string;
  orderId: string;
  customerId: string;
  gateway: string;
  externalId: string | null;
  status: PaymentStatus;
  money: Money;
  received: { amount: bigint; currency: string } | null;
  refunded: bigint;
  holdReason: string | null;
  failureReason: string | null;
  payUrl: string | null;
  createdAt: Date;
  expiresAt: Date;
  settledAt: Date | null;
};

export type PaymentListRow = PaymentView & {
  orderNumber: number;
  customerName: string;
  customerUsername: string | null;
};

export type GatewayEventView = {
  id: string;
  gateway: string;
  status: GatewayEventStatus;
  outcome: string | null;
  paymentId: string | null;
  attempts: number;
  lastError: string | null;
  receivedAt: Date;
  processedAt: Date | null;
};

export type RefundView = {
  id: string;
  externalId: string | null;
  money: Money;
  status: RefundStatus;
  reason: string;
  failureReason: string | null;
  createdAt: Date;
  completedAt: Date | null;
};

export type PaymentDetail = PaymentListRow & {
  events: GatewayEventView[];
  refunds: RefundView[];
  journals: JournalView[];
  canRefund: { possible: boolean; partial: boolean };
  nextPollAt: Date | null;
  pollAttempts: number;
};
