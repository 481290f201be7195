import { z } from "zod";
import { LOCALES, type Locale } from "@/db/enums";

const customerId = z.string().min(1).max(64);
export const customerInput = z.object({ customerId });
/** One spelling an address. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("this is no e-mail address"));
/** Six digits, with whatever a mail program put between them. */
export const emailCode = z
  .string()
  .max(40)
  .transform((text) => text.replace(/\D/g, ""))
  .pipe(z.string().length(6, "six digits"));
export const endSessionInput = z.object({ sessionId: z.string().max(64) });
export const linkEmailInput = z.object({ email: emailAddress });
export const confirmEmailInput = z.object({ code: emailCode });
export const setLocaleInput = z.object({ customerId, locale: z.enum(LOCALES) });

const noteId = z.string().min(1).max(64);
const noteText = z.string().trim().min(1, "write something").max(5000, "at most 5000 characters");
export const noteInput = z.object({ noteId });
export const addNoteInput = z.object({
  customerId,
  text: noteText,
  pinned: z.boolean().default(false),
});
export const editNoteInput = z.object({ noteId, text: noteText });
export const pinNoteInput = z.object({ noteId, pinned: z.boolean() });

/** As many as a person can have and whoever looks can still read. */
export const MAX_TAGS = 20;
/** One spelling a tag: lower case, single spaces. */
export const tagName = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/\s+/g, " "))
  .pipe(
    z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,39}$/u, "letters, digits and spaces, at most 40"),
  );
export const changeTagsInput = z.object({
  customerId,
  add: z.array(tagName).max(MAX_TAGS).default([]),
  remove: z.array(z.string().max(40)).max(MAX_TAGS).default([]),
});
export const renameTagInput = z.object({ from: z.string().min(1).max(40), to: tagName });
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
  tag: z.string().trim().toLowerCase().max(40).default(""),
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
  /** Operators' own words; empty for the person themselves. */
  tags: string[];
  lastSeenAt: Date | null;
  createdAt: Date;
};

export type NoteView = {
  id: string;
  customerId: string;
  authorId: string;
  /** Null for somebody who is no operator any more, or a job. */
  authorName: string | null;
  text: string;
  pinned: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Whoever asks wrote it. */
  own: boolean;
};

export type TagCount = { tag: string; people: number };

export type CustomerListRow = CustomerView & {
  liveSubscriptions: number;
  orders: number;
};

export const TIMELINE_KINDS = [
  "account",
  "order",
  "payment",
  "refund",
  "credit",
  "status",
  "panel",
  "device",
  "message",
  "note",
  "audit",
  "promo",
  "referral",
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const timelineInput = z.object({
  customerId,
  /** Empty is every kind. */
  kinds: z.array(z.enum(TIMELINE_KINDS)).max(TIMELINE_KINDS.length).default([]),
  cursor: z.string().max(300).optional(),
  limit: z.number().int().min(1).max(100).default(30),
});

export type TimelineItem = {
  /** Unique among one person's. */
  key: string;
  at: Date;
  kind: TimelineKind;
  /** Stable and translatable: a status, an audit action, the type of a message, a panel's event. */
  code: string;
  subjectType: string;
  subjectId: string;
  /** The operator's id, and their name. */
  who: string | null;
  whoName: string | null;
  details: Record<string, string | number | null>;
};

export type SearchHit = {
  kind:
    | "customer"
    | "order"
    | "payment"
    | "subscription"
    | "partner"
    | "payout"
    | "promoCode"
    | "plan"
    | "operator";
  id: string;
  title: string;
  detail: string;
};
