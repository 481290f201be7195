import { z } from "zod";
import {
  type AddonKind,
  type OrderKind,
  type PanelUserStatus,
  SUBSCRIPTION_STATUSES,
  type SubscriptionOrigin,
  type SubscriptionStatus,
  type TrafficStrategy,
} from "@/db/enums";
import type { Money } from "@/server/rules/money";

const subscriptionId = z.string().min(1).max(64);
const instant = z.coerce.date();

/** What a plan grants, as it was quoted. */
export type GrantedPlan = {
  id: string;
  name: { en: string; ru: string };
  /** Bytes a period; 0 is unlimited. */
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  /** Null leaves it to the panel, 0 switches the check off. */
  deviceLimit: number | null;
  internalSquads: string[];
  externalSquad: string | null;
};

export type GrantInput = {
  /** Null for gifts and trials. One order grants once: a second call returns the first one's result. */
  orderId: string | null;
  customerId: string;
  kind: OrderKind | "gift" | "trial" | "import";
  /** Null makes a new subscription. */
  subscriptionId: string | null;
  planId: string;
  plan: GrantedPlan;
  /** 0 keeps the expiry (an upgrade for the time that is left); from 36500 on it is for life. */
  durationDays: number;
  paid: Money;
  /** The exact new expiry, where the quote computed one (upgrade with proration); wins over days. */
  expiresAt?: Date;
  /** Devices the customer chose to give up, when the new plan has room for fewer. */
  dropDevices?: string[];
  /** Recurring add-ons this renewal paid for, by the catalog's id; one held twice is named twice. */
  renewAddons?: string[];
};

export type GrantResult = { subscriptionId: string; revision: number };

export const subscriptionInput = z.object({ subscriptionId });
export const giftDaysInput = z.object({
  subscriptionId,
  days: z.number().int().min(1).max(3650),
  reason: z.string().max(500).default(""),
});
/** Only what operators gave: what was bought, earned or won is taken back by its own ways. */
export const takeBackGiftInput = z.object({
  booking: z
    .string()
    .max(100)
    .regex(/^(gift|bulk):/, "not a gift of an operator"),
});
export const changePlanInput = z.object({
  subscriptionId,
  planId: z.string().min(1).max(64),
  /** hwids to give up when the new plan has room for fewer devices than are in use. */
  dropDevices: z.array(z.string().max(64)).max(200).default([]),
});
export const setExpiryInput = z.object({ subscriptionId, expiresAt: instant });
export const setEnabledInput = z.object({
  subscriptionId,
  enabled: z.boolean(),
  reason: z.string().max(500).default(""),
});

export const cancelAddonInput = z.object({ subscriptionAddonId: z.string().min(1).max(64) });

export const setAutoRenewInput = z.object({ subscriptionId, on: z.boolean() });

/** What could be bought for a subscription now. */
export type AddonOffer = {
  addon: {
    id: string;
    name: { en: string; ru: string };
    kind: AddonKind;
    /** Bytes of traffic, or a number of devices. */
    quantity: bigint;
    recurring: boolean;
  };
  endsAt: Date;
  /** Until the subscription's end. */
  prices: Money[];
  /** For 30 days of a recurring one; the same as `prices` of a one-time one. */
  prices30Days: Money[];
};

export type SubscriptionAddonView = {
  id: string;
  addonId: string;
  name: { en: string; ru: string };
  kind: AddonKind;
  /** Bytes of traffic, or a number of devices. */
  quantity: bigint;
  recurring: boolean;
  /** It goes on with the next renewal. */
  renews: boolean;
  endsAt: Date;
};

export const SUBSCRIPTION_SORTS = ["created", "expires"] as const;
export const listSubscriptionsInput = z.object({
  status: z.array(z.enum(SUBSCRIPTION_STATUSES)).max(SUBSCRIPTION_STATUSES.length).default([]),
  planId: z.string().max(64).optional(),
  /** Only those whose promise is not on the panel yet. */
  behind: z.boolean().default(false),
  expiresBefore: instant.optional(),
  /** Panel username, subscription id, customer's name, username or Telegram id. */
  q: z.string().trim().max(100).default(""),
  sort: z.enum(SUBSCRIPTION_SORTS).default("created"),
  dir: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** One subscription as bot and Mini App show it. Null is unknown, never zero or none. */
export type SubscriptionView = {
  id: string;
  customerId: string;
  /** “Plan name #2”: unambiguous among a person's subscriptions. */
  label: { en: string; ru: string };
  /** 1 for the first one a person had. */
  ordinal: number;
  planId: string | null;
  planName: { en: string; ru: string };
  status: SubscriptionStatus;
  /** The panel does not show the promise yet. */
  preparing: boolean;
  expiresAt: Date;
  lifetime: boolean;
  /** Full days, rounded up; 0 when over. */
  daysLeft: number;
  traffic: {
    usedBytes: bigint | null;
    /** 0 is unlimited. */
    limitBytes: bigint;
    strategy: TrafficStrategy;
    asOf: Date | null;
  };
  devices: { used: number | null; limit: number | null; asOf: Date | null };
  /** The secret link; null until delivered. */
  url: string | null;
  isTrial: boolean;
  onlineAt: Date | null;
  observedAt: Date | null;
  createdAt: Date;
  canRenew: boolean;
  canUpgrade: boolean;
  canResetLink: boolean;
  /** The customer wants it renewed by itself. */
  autoRenew: boolean;
};

export type SubscriptionListRow = {
  id: string;
  customerId: string;
  customerName: string;
  customerUsername: string | null;
  planId: string | null;
  planName: { en: string; ru: string };
  status: SubscriptionStatus;
  origin: SubscriptionOrigin;
  panelUsername: string;
  expiresAt: Date;
  usedTrafficBytes: bigint | null;
  trafficLimitBytes: bigint;
  onlineAt: Date | null;
  behind: boolean;
  provisioning: "idle" | "queued" | "waiting" | "rejected";
  createdAt: Date;
};

export type StatusChange = {
  from: SubscriptionStatus | null;
  to: SubscriptionStatus;
  why: string;
  who: string;
  at: Date;
};

export type GrantRecord = {
  id: string;
  orderId: string | null;
  kind: string;
  planId: string | null;
  startsAt: Date;
  endsAt: Date;
  paid: { amount: bigint; currency: string };
  endedAt: Date | null;
};

export type KnownDevice = {
  hwid: string;
  platform: string | null;
  osVersion: string | null;
  deviceModel: string | null;
  userAgent: string | null;
  addedAt: Date | null;
  lastSeenAt: Date | null;
};

/** A panel user as seen at one moment. `undefined`: the answer did not say, so what is known stays. */
export type PanelObservation = {
  panelId: bigint;
  panelUuid?: string | null;
  shortUuid: string;
  username: string;
  status: PanelUserStatus;
  expiresAt: Date;
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit?: number | null;
  internalSquads?: string[];
  externalSquad?: string | null;
  usedTrafficBytes: bigint;
  lifetimeTrafficBytes: bigint;
  onlineAt?: Date | null;
  firstConnectedAt?: Date | null;
  subscriptionUrl: string;
};

/** What we promised, with what is needed to bring the panel to it. */
export type SubscriptionPromise = {
  subscriptionId: string;
  customerId: string;
  telegramId: bigint | null;
  email: string | null;
  /** The person was erased: the panel forgets who they were, too. */
  erased: boolean;
  revision: number;
  observedRevision: number;
  expiresAt: Date;
  enabled: boolean;
  cancelled: boolean;
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit: number | null;
  internalSquads: string[];
  externalSquad: string | null;
  trafficResets: number;
  observedTrafficResets: number;
  /** hwids to remove. */
  dropDevices: string[];
  panelId: bigint | null;
  panelUuid: string | null;
  panelShortUuid: string | null;
  panelUsername: string;
  observedAt: Date | null;
  delivered: boolean;
};
