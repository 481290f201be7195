import { z } from "zod";
import {
  ADDON_KINDS,
  type AddonKind,
  PLAN_AUDIENCES,
  type PlanAudience,
  TRAFFIC_STRATEGIES,
  type TrafficStrategy,
} from "@/db/enums";
import { CURRENCY_CODES, type Money } from "@/server/rules/money";

const localized = (max: number, required: boolean) =>
  z.object({
    en: z
      .string()
      .trim()
      .min(required ? 1 : 0, "write a name")
      .max(max),
    ru: z
      .string()
      .trim()
      .min(required ? 1 : 0, "write a name")
      .max(max),
  });

export const priceInput = z.object({
  currency: z.enum(CURRENCY_CODES),
  /** Minor units. */
  amount: z
    .bigint()
    .min(0n, "a price is not negative")
    .max(10n ** 12n, "this price is too high"),
});

export const durationInput = z.object({
  /** Absent for a new one. */
  id: z.string().max(64).optional(),
  days: z.number().int().min(1, "at least one day").max(36_500, "at most 100 years"),
  prices: z
    .array(priceInput)
    .max(CURRENCY_CODES.length)
    .refine(
      (prices) => new Set(prices.map((price) => price.currency)).size === prices.length,
      "one price a currency",
    ),
});

export const planInput = z.object({
  name: localized(60, true),
  description: localized(500, false),
  /** Bytes; 0 is unlimited. */
  trafficLimitBytes: z
    .bigint()
    .min(0n)
    .max(2n ** 53n - 1n, "more than the panel can count"),
  trafficStrategy: z.enum(TRAFFIC_STRATEGIES),
  deviceLimit: z.number().int().min(0).max(1000).nullable(),
  internalSquads: z
    .array(z.uuid())
    .max(50)
    .min(1, "choose at least one squad: without one there are no servers"),
  externalSquad: z.uuid().nullable(),
  audience: z.enum(PLAN_AUDIENCES),
  durations: z
    .array(durationInput)
    .min(1, "add at least one duration")
    .max(20)
    .refine(
      (durations) => new Set(durations.map((d) => d.days)).size === durations.length,
      "each duration once",
    ),
});

export const updatePlanInput = planInput.extend({ planId: z.string().min(1).max(64) });
export const planIdInput = z.object({ planId: z.string().min(1).max(64) });
export const reorderPlansInput = z.object({ planIds: z.array(z.string().max(64)).min(1).max(500) });
export const listPlansInput = z.object({ archived: z.boolean().default(false) });

const MAX_TRAFFIC_ADDON = 2n ** 50n;
const MAX_DEVICES_ADDON = 100n;

export const addonInput = z
  .object({
    name: localized(60, true),
    kind: z.enum(ADDON_KINDS),
    /** Bytes of traffic, or a number of devices. */
    quantity: z.bigint().positive("say how much it adds: more than nothing"),
    recurring: z.boolean(),
    /** Plans it can be added to; empty is every plan. */
    planIds: z.array(z.string().min(1).max(64)).max(200, "choose at most 200 plans").default([]),
    prices: z
      .array(priceInput)
      .min(1, "set at least one price: without one nobody can buy it")
      .max(CURRENCY_CODES.length)
      .refine(
        (prices) => new Set(prices.map((price) => price.currency)).size === prices.length,
        "one price a currency",
      ),
  })
  .refine(({ kind, quantity }) => kind !== "devices" || quantity <= MAX_DEVICES_ADDON, {
    path: ["quantity"],
    error: "an add-on adds at most 100 devices",
  })
  .refine(({ kind, quantity }) => kind !== "traffic" || quantity <= MAX_TRAFFIC_ADDON, {
    path: ["quantity"],
    error: "an add-on adds at most 1024 TiB",
  });
export const addonIdInput = z.object({ addonId: z.string().min(1).max(64) });
/** Without an id a new one is made. */
export const saveAddonInput = z.intersection(
  addonInput,
  z.object({ addonId: z.string().min(1).max(64).nullable().default(null) }),
);
export const listAddonsInput = z.object({ archived: z.boolean().default(false) });

export type AddonView = {
  id: string;
  name: { en: string; ru: string };
  kind: AddonKind;
  /** Bytes of traffic, or a number of devices. */
  quantity: bigint;
  recurring: boolean;
  planIds: string[];
  position: number;
  archivedAt: Date | null;
  /** For 30 days of a recurring one, else once. */
  prices: Money[];
};

export type PlanDuration = { id: string; days: number; prices: Money[] };

export type PlanView = {
  id: string;
  name: { en: string; ru: string };
  description: { en: string; ru: string };
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit: number | null;
  internalSquads: string[];
  externalSquad: string | null;
  audience: PlanAudience;
  position: number;
  archivedAt: Date | null;
  durations: PlanDuration[];
};

/** What a customer is offered. */
export type StorefrontPlan = Pick<
  PlanView,
  | "id"
  | "name"
  | "description"
  | "trafficLimitBytes"
  | "trafficStrategy"
  | "deviceLimit"
  | "durations"
>;
