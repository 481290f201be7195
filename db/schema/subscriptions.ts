import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type {
  AddonKind,
  OrderKind,
  PanelUserStatus,
  ProvisioningState,
  SubscriptionOrigin,
  SubscriptionStatus,
  TrafficStrategy,
} from "../enums";
import type { LocalizedText } from "./catalog";
import { createdAt, failureText, instant, int8, updatedAt } from "./columns";
import { customers } from "./customers";

export type PlanSnapshot = { id: string; name: LocalizedText };

export const subscriptions = pgTable(
  "subscriptions",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    origin: text("origin").$type<SubscriptionOrigin>().notNull(),
    planId: text("plan_id"),
    plan: jsonb("plan").$type<PlanSnapshot>().notNull(),
    isTrial: boolean("is_trial").notNull().default(false),
    /** Shown status: f(promise, observed), stored so that lists can filter; only `refreshStatus` writes it. */
    status: text("status").$type<SubscriptionStatus>().notNull().default("pending"),
    cancelledAt: instant("cancelled_at"),

    /* The promise. Only verbs of this slice write it, each raising desired_revision. */
    expiresAt: instant("expires_at").notNull(),
    trafficLimitBytes: int8("traffic_limit_bytes").notNull(),
    trafficStrategy: text("traffic_strategy").$type<TrafficStrategy>().notNull(),
    deviceLimit: integer("device_limit"),
    internalSquads: text("internal_squads").array().notNull(),
    externalSquad: text("external_squad"),
    enabled: boolean("enabled").notNull().default(true),
    /** How many times used traffic was promised to be set to zero. */
    trafficResets: integer("traffic_resets").notNull().default(0),
    desiredRevision: integer("desired_revision").notNull().default(1),

    /** What the plan itself grants; the promise above adds what add-ons give. Null in rows older than add-ons. */
    planTrafficLimitBytes: int8("plan_traffic_limit_bytes"),
    planDeviceLimit: integer("plan_device_limit"),
    /** The customer wants it renewed by itself. */
    autoRenew: boolean("auto_renew").notNull().default(false),
    autoRenewChangedAt: instant("auto_renew_changed_at"),

    /* What the panel shows. Null is unknown, never empty. */
    panelId: int8("panel_id"),
    panelUuid: text("panel_uuid"),
    panelShortUuid: text("panel_short_uuid"),
    panelUsername: text("panel_username").notNull(),
    observedStatus: text("observed_status").$type<PanelUserStatus>(),
    observedExpiresAt: instant("observed_expires_at"),
    observedTrafficLimitBytes: int8("observed_traffic_limit_bytes"),
    observedTrafficStrategy: text("observed_traffic_strategy").$type<TrafficStrategy>(),
    observedDeviceLimit: integer("observed_device_limit"),
    observedInternalSquads: text("observed_internal_squads").array(),
    observedExternalSquad: text("observed_external_squad"),
    observedTrafficResets: integer("observed_traffic_resets").notNull().default(0),
    usedTrafficBytes: int8("used_traffic_bytes"),
    lifetimeTrafficBytes: int8("lifetime_traffic_bytes"),
    onlineAt: instant("online_at"),
    firstConnectedAt: instant("first_connected_at"),
    subscriptionUrl: text("subscription_url"),
    observedRevision: integer("observed_revision").notNull().default(0),
    observedAt: instant("observed_at"),
    devicesObservedAt: instant("devices_observed_at"),
    /** The panel said it no longer knows this user (deleted there). */
    panelMissingAt: instant("panel_missing_at"),

    provisioning: text("provisioning").$type<ProvisioningState>().notNull().default("queued"),
    provisioningError: failureText("provisioning_error"),
    provisioningAttempts: integer("provisioning_attempts").notNull().default(0),
    /** Token of the process that is moving the panel now, and until when it may; fences what it writes. */
    provisioningClaim: text("provisioning_claim"),
    provisioningClaimedUntil: instant("provisioning_claimed_until"),
    /** The last revision whose delivery was announced: a repair is not news. */
    announcedRevision: integer("announced_revision").notNull().default(0),
    /** Why the promise changed since then, oldest first. */
    unannounced: text("unannounced").array().notNull().default([]),
    /** First delivery: the customer was given a working link. */
    deliveredAt: instant("delivered_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("subscriptions_customer_idx").on(t.customerId, t.createdAt),
    uniqueIndex("subscriptions_panel_id_key").on(t.panelId),
    uniqueIndex("subscriptions_panel_username_key").on(t.panelUsername),
    index("subscriptions_panel_short_uuid_idx").on(t.panelShortUuid),
    index("subscriptions_panel_uuid_idx").on(t.panelUuid),
    index("subscriptions_created_idx").on(t.createdAt, t.id),
    index("subscriptions_expires_idx").on(t.expiresAt),
    index("subscriptions_status_idx").on(t.status, t.expiresAt),
    index("subscriptions_auto_renew_idx").on(t.expiresAt).where(sql`auto_renew`),
    index("subscriptions_behind_idx")
      .on(t.updatedAt)
      .where(sql`observed_revision < desired_revision`),
  ],
);

export const subscriptionStatusHistory = pgTable(
  "subscription_status_history",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    from: text("from_status").$type<SubscriptionStatus>(),
    to: text("to_status").$type<SubscriptionStatus>().notNull(),
    why: text("why").notNull(),
    who: text("who").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("subscription_status_history_idx").on(t.subscriptionId, t.at)],
);

/** What each order (or gift) granted: the base of proration, and what a full refund ends. */
export const subscriptionGrants = pgTable(
  "subscription_grants",
  {
    id: text("id").primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    orderId: text("order_id"),
    kind: text("kind").$type<OrderKind | "gift" | "import" | "trial">().notNull(),
    planId: text("plan_id"),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    paidAmount: int8("paid_amount").notNull(),
    currency: text("currency").notNull(),
    /** Replaced by an upgrade or ended by a refund at this moment. */
    endedAt: instant("ended_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("subscription_grants_order_key").on(t.orderId),
    index("subscription_grants_subscription_idx").on(t.subscriptionId, t.startsAt),
  ],
);

export const subscriptionDevices = pgTable(
  "subscription_devices",
  {
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    hwid: text("hwid").notNull(),
    platform: text("platform"),
    osVersion: text("os_version"),
    deviceModel: text("device_model"),
    userAgent: text("user_agent"),
    addedAt: instant("added_at"),
    lastSeenAt: instant("last_seen_at"),
    /** The customer gives it up: part of the promise, removed from the panel by provisioning. */
    dropRequestedAt: instant("drop_requested_at"),
  },
  (t) => [primaryKey({ columns: [t.subscriptionId, t.hwid] })],
);

/** Add-ons in force: the promise is the plan plus these. */
export const subscriptionAddons = pgTable(
  "subscription_addons",
  {
    id: text("id").primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    addonId: text("addon_id").notNull(),
    name: jsonb("name").$type<LocalizedText>().notNull(),
    kind: text("kind").$type<AddonKind>().notNull(),
    /** Bytes of traffic, or a number of devices. */
    quantity: int8("quantity").notNull(),
    recurring: boolean("recurring").notNull(),
    /** The order that bought it first; null when given by an operator. */
    orderId: text("order_id"),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    /** Renewal of a recurring one was switched off, or a refund took it back. */
    cancelledAt: instant("cancelled_at"),
    endedAt: instant("ended_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("subscription_addons_subscription_idx").on(t.subscriptionId, t.startsAt),
    index("subscription_addons_order_idx").on(t.orderId),
    index("subscription_addons_ending_idx").on(t.endsAt).where(sql`ended_at is null`),
  ],
);
