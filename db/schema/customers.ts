import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Locale } from "../enums";
import { createdAt, instant, int8, updatedAt } from "./columns";

export const customers = pgTable(
  "customers",
  {
    id: text("id").primaryKey(),
    telegramId: int8("telegram_id").unique(),
    username: text("username"),
    firstName: text("first_name").notNull().default(""),
    lastName: text("last_name").notNull().default(""),
    /** Lower case. */
    email: text("email").unique(),
    locale: text("locale").$type<Locale>().notNull().default("en"),
    /** The person chose it; otherwise it follows Telegram's language. */
    localeChosen: boolean("locale_chosen").notNull().default(false),
    referralCode: text("referral_code").notNull().unique(),
    /** First touch wins: written once. */
    referredBy: text("referred_by"),
    source: text("source").notNull().default("bot"),
    personalDiscountBp: integer("personal_discount_bp").notNull().default(0),
    /** A promo code entered before buying: offered at the next purchase. */
    pendingPromoCode: text("pending_promo_code"),
    /** Groups promo codes and plans may ask for. */
    groups: text("groups").array().notNull().default([]),
    /** Operators' own words to find people by. */
    tags: text("tags").array().notNull().default([]),
    botBlockedAt: instant("bot_blocked_at"),
    suspendedAt: instant("suspended_at"),
    /** The person asked to be forgotten: only what the books need is left. */
    erasedAt: instant("erased_at"),
    lastSeenAt: instant("last_seen_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("customers_created_idx").on(t.createdAt, t.id),
    index("customers_referred_by_idx").on(t.referredBy),
    index("customers_username_idx").on(sql`lower(${t.username}) text_pattern_ops`),
    index("customers_first_name_idx").on(sql`lower(${t.firstName}) text_pattern_ops`),
    index("customers_last_name_idx").on(sql`lower(${t.lastName}) text_pattern_ops`),
    index("customers_tags_idx").using("gin", t.tags),
    index("customers_tagged_idx").on(t.id).where(sql`cardinality(tags) > 0`),
  ],
);

/** Mini App and browser sessions of customers. Only the hash of the token is kept. */
export const customerSessions = pgTable(
  "customer_sessions",
  {
    id: text("id").primaryKey(),
    tokenHash: text("token_hash").notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    userAgent: text("user_agent").notNull().default(""),
    /** `partner`: opened in the partners' area, and good for nothing else. */
    scope: text("scope").$type<"cabinet" | "partner">().notNull().default("cabinet"),
    /** An operator who looks at the app as this person sees it, and may change nothing. */
    impersonatedBy: text("impersonated_by"),
    /** The operator's session that the view was opened in, and ends with. */
    viewerSessionId: text("viewer_session_id"),
    /** What the person showed to be let in. */
    openedBy: text("opened_by").$type<"telegram" | "email">().notNull().default("telegram"),
    createdAt: createdAt(),
    /** To within a few minutes; null for a session that was not come back to. */
    lastUsedAt: instant("last_used_at"),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("customer_sessions_token_key").on(t.tokenHash),
    index("customer_sessions_customer_idx").on(t.customerId),
  ],
);

export const customerNotes = pgTable(
  "customer_notes",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    authorId: text("author_id").notNull(),
    text: text("text").notNull(),
    pinned: boolean("pinned").notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [index("customer_notes_customer_idx").on(t.customerId, t.createdAt)],
);
