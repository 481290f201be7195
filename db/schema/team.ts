import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Locale } from "../enums";
import { createdAt, instant, int8, updatedAt } from "./columns";

export const admins = pgTable(
  "admins",
  {
    id: text("id").primaryKey(),
    /** Lower case. */
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    /** argon2id. */
    passwordHash: text("password_hash").notNull(),
    /** A built-in role's name, or the id of a row of `admin_roles`. */
    role: text("role").notNull(),
    locale: text("locale").$type<Locale>().notNull().default("en"),
    /** Signs in with it, and is told there of sign-ins. */
    telegramId: int8("telegram_id").unique(),
    /** Sealed base32 secret; counts once `totp_confirmed_at` is set. */
    totpSealed: text("totp_sealed"),
    totpConfirmedAt: instant("totp_confirmed_at"),
    /** The last time step a code was taken for: no code counts twice. */
    totpLastStep: int8("totp_last_step"),
    disabledAt: instant("disabled_at"),
    lastSignInAt: instant("last_sign_in_at"),
    createdAt: createdAt(),
  },
  (t) => [index("admins_role_idx").on(t.role)],
);

/** Roles that operators made of checkboxes; built-in ones are in `server/rules/permissions.ts`. */
export const adminRoles = pgTable("admin_roles", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  permissions: text("permissions").array().notNull(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

/** A browser an operator is signed in with: one family of refresh tokens. */
export const adminSessions = pgTable(
  "admin_sessions",
  {
    id: text("id").primaryKey(),
    adminId: text("admin_id")
      .notNull()
      .references(() => admins.id),
    /** `password`, `passkey` or `telegram`. */
    method: text("method").notNull(),
    userAgent: text("user_agent").notNull().default(""),
    address: text("address").notNull().default(""),
    /** When a second factor (or, without one, the password) was last shown. */
    confirmedAt: instant("confirmed_at"),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    /** `signed_out`, `ended`, `reuse`, `password_changed`, `disabled`. */
    endedWhy: text("ended_why"),
  },
  (t) => [index("admin_sessions_admin_idx").on(t.adminId, t.lastUsedAt)],
);

/** Refresh tokens, by hash. One that was turned in is kept, so that using it again is noticed. */
export const adminRefreshTokens = pgTable(
  "admin_refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    sessionId: text("session_id")
      .notNull()
      .references(() => adminSessions.id),
    createdAt: createdAt(),
    /** When it was first turned in; until a little later tabs that raced may turn it in too. */
    rotatedAt: instant("rotated_at"),
    /** Sealed: what those tabs are given, so that a race makes one successor. */
    successorSealed: text("successor_sealed"),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("admin_refresh_tokens_session_idx").on(t.sessionId)],
);

export const adminRecoveryCodes = pgTable(
  "admin_recovery_codes",
  {
    adminId: text("admin_id")
      .notNull()
      .references(() => admins.id),
    hash: text("hash").notNull(),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
  },
  (t) => [unique("admin_recovery_codes_key").on(t.adminId, t.hash)],
);

export const adminPasskeys = pgTable(
  "admin_passkeys",
  {
    /** The credential's id, base64url. */
    id: text("id").primaryKey(),
    adminId: text("admin_id")
      .notNull()
      .references(() => admins.id),
    name: text("name").notNull(),
    /** COSE key, base64url. */
    publicKey: text("public_key").notNull(),
    counter: int8("counter").notNull().default(sql`0`),
    transports: text("transports").array().notNull().default([]),
    backedUp: boolean("backed_up").notNull().default(false),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [index("admin_passkeys_admin_idx").on(t.adminId)],
);

/** Things that count once and for a short time: second steps of a sign-in, e-mail codes, resets, challenges. */
export const oneTimeSecrets = pgTable(
  "one_time_secrets",
  {
    id: text("id").primaryKey(),
    /** What it opens, e.g. `second_factor`, `passkey`, `password_reset`, `email_code`. */
    purpose: text("purpose").notNull(),
    /** Whom it is for: an id or an address. */
    subject: text("subject").notNull(),
    hash: text("hash").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull().default({}),
    attempts: integer("attempts").notNull().default(0),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    uniqueIndex("one_time_secrets_hash_key").on(t.purpose, t.subject, t.hash),
    index("one_time_secrets_expires_idx").on(t.expiresAt),
  ],
);

/** Lists as operators like to see them. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: text("id").primaryKey(),
    adminId: text("admin_id")
      .notNull()
      .references(() => admins.id),
    /** `customers`, `orders` … */
    list: text("list").notNull(),
    name: text("name").notNull(),
    /** The list's query string. */
    query: text("query").notNull(),
    shared: boolean("shared").notNull().default(false),
    /** Among its owner's views of this list. */
    position: integer("position").notNull().default(0),
    createdAt: createdAt(),
    /** Out of sight; can be taken back for a while. */
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    uniqueIndex("saved_views_name_key")
      .on(t.adminId, t.list, t.name)
      .where(sql`deleted_at is null`),
    index("saved_views_shared_idx").on(t.list).where(sql`shared and deleted_at is null`),
  ],
);

/** The view a list opens with, of one's own or a colleague's shared ones. */
export const defaultViews = pgTable(
  "default_views",
  {
    adminId: text("admin_id")
      .notNull()
      .references(() => admins.id),
    list: text("list").notNull(),
    viewId: text("view_id")
      .notNull()
      .references(() => savedViews.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.adminId, t.list] })],
);
