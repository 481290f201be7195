import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import type { AddonKind, Locale, PlanAudience, TrafficStrategy } from "../enums";
import { createdAt, instant, int8, updatedAt } from "./columns";

export type LocalizedText = Record<Locale, string>;

export const plans = pgTable("plans", {
  id: text("id").primaryKey(),
  name: jsonb("name").$type<LocalizedText>().notNull(),
  description: jsonb("description").$type<LocalizedText>().notNull(),
  /** Bytes a period; 0 is unlimited. */
  trafficLimitBytes: int8("traffic_limit_bytes").notNull(),
  trafficStrategy: text("traffic_strategy").$type<TrafficStrategy>().notNull(),
  /** Null leaves it to the panel, 0 switches the check off. */
  deviceLimit: integer("device_limit"),
  internalSquads: text("internal_squads").array().notNull(),
  externalSquad: text("external_squad"),
  audience: text("audience").$type<PlanAudience>().notNull().default("all"),
  position: integer("position").notNull().default(0),
  archivedAt: instant("archived_at"),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const planDurations = pgTable(
  "plan_durations",
  {
    id: text("id").primaryKey(),
    planId: text("plan_id")
      .notNull()
      .references(() => plans.id),
    days: integer("days").notNull(),
    position: integer("position").notNull().default(0),
    archivedAt: instant("archived_at"),
  },
  (t) => [unique("plan_durations_plan_days_key").on(t.planId, t.days)],
);

export const planPrices = pgTable(
  "plan_prices",
  {
    durationId: text("duration_id")
      .notNull()
      .references(() => planDurations.id),
    currency: text("currency").notNull(),
    /** Minor units. */
    amount: int8("amount").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.durationId, t.currency] }),
    index("plan_prices_currency_idx").on(t.currency),
  ],
);

/** Extra traffic or devices for a running subscription. A price is for 30 days of a recurring add-on, else once. */
export const addons = pgTable("addons", {
  id: text("id").primaryKey(),
  name: jsonb("name").$type<LocalizedText>().notNull(),
  kind: text("kind").$type<AddonKind>().notNull(),
  /** Bytes of traffic, or a number of devices. */
  quantity: int8("quantity").notNull(),
  /** Bought for the rest of the period by the day, and again with every renewal. */
  recurring: boolean("recurring").notNull(),
  /** Plans it can be added to; empty is every plan. */
  planIds: text("plan_ids").array().notNull().default([]),
  position: integer("position").notNull().default(0),
  archivedAt: instant("archived_at"),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const addonPrices = pgTable(
  "addon_prices",
  {
    addonId: text("addon_id")
      .notNull()
      .references(() => addons.id),
    currency: text("currency").notNull(),
    /** Minor units. */
    amount: int8("amount").notNull(),
  },
  (t) => [primaryKey({ columns: [t.addonId, t.currency] })],
);
