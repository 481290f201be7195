import { integer, pgTable, text } from "drizzle-orm/pg-core";
import type { AdminRole, Locale } from "../enums";
import { createdAt, instant } from "./columns";

export const admins = pgTable("admins", {
  id: text("id").primaryKey(),
  /** Lower case. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** argon2id. */
  passwordHash: text("password_hash").notNull(),
  role: text("role").$type<AdminRole>().notNull(),
  locale: text("locale").$type<Locale>().notNull().default("en"),
  /** Raising it ends every session of this person. */
  sessionVersion: integer("session_version").notNull().default(1),
  failedSignIns: integer("failed_sign_ins").notNull().default(0),
  lockedUntil: instant("locked_until"),
  disabledAt: instant("disabled_at"),
  lastSignInAt: instant("last_sign_in_at"),
  createdAt: createdAt(),
});
