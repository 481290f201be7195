import { z } from "zod";
import { LOCALES, type Locale } from "@/db/enums";

const customerId = z.string().min(1).max(64);
export const customerInput = z.object({ customerId });
export const setLocaleInput = z.object({ customerId, locale: z.enum(LOCALES) });
export const updateCustomerNoteInput = z.object({ customerId, note: z.string().max(5000) });
export const suspendCustomerInput = z.object({
  customerId,
  suspended: z.boolean(),
  reason: z.string().trim().max(500).default(""),
});
export const erasePersonInput = z.object({
  customerId,
  /** Ends what still runs, without money back. */
  endSubscriptions: z.boolean().default(false),
});
export const listCustomersInput = z.object({
  /** Name, username, Telegram id, e-mail, referral code, customer id. */
  q: z.string().trim().max(100).default(""),
  filter: z.enum(["all", "active", "without", "blocked", "suspended"]).default("all"),
  dir: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const searchInput = z.object({ q: z.string().trim().min(2).max(100) });

/** What Telegram says of a person, by an update or by a signed launch of the Mini App. */
export type TelegramProfile = {
  telegramId: bigint;
  username: string | null;
  firstName: string;
  lastName: string;
  languageCode: string | null;
  /** `ref_CODE` names who invited them; only the first touch counts. */
  startPayload: string | null;
};

export type CustomerView = {
  id: string;
  telegramId: bigint | null;
  username: string | null;
  firstName: string;
  lastName: string;
  email: string | null;
  locale: Locale;
  referralCode: string;
  referredBy: string | null;
  personalDiscountBp: number;
  /** A promo code entered before buying. */
  pendingPromoCode: string | null;
  groups: string[];
  botBlockedAt: Date | null;
  suspendedAt: Date | null;
  /** The person asked to be forgotten. */
  erasedAt: Date | null;
  note: string;
  lastSeenAt: Date | null;
  createdAt: Date;
};

export type CustomerListRow = CustomerView & {
  liveSubscriptions: number;
  orders: number;
};

export type TimelineItem = {
  at: Date;
  kind: "order" | "status" | "audit" | "notification";
  /** Stable and translatable: order status, `from>to`, action, notification type. */
  code: string;
  subjectType: string;
  subjectId: string;
  who: string | null;
  details: Record<string, string | number>;
};

export type SearchHit = {
  kind: "customer" | "order" | "payment" | "subscription";
  id: string;
  title: string;
  detail: string;
};
