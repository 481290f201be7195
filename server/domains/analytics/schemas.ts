import { z } from "zod";
import { CURRENCY_CODES, type Money } from "@/server/rules/money";

const timeZone = z
  .string()
  .max(64)
  .refine((name) => Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC", {
    error: "must be a time zone such as Europe/Berlin",
  })
  .catch("UTC");

/** Days begin at midnight of this zone; an unknown zone counts as UTC. */
export const overviewInput = z.object({ timeZone });
export const chartsInput = z.object({
  timeZone,
  days: z.number().int().min(7).max(90).default(30),
});

/** What one unit of `from` is worth in `to`. */
export const storeRateInput = z
  .object({
    from: z.enum(CURRENCY_CODES),
    to: z.enum(CURRENCY_CODES),
    rate: z
      .string()
      .trim()
      .regex(/^\d{1,9}(\.\d{1,6})?$/, "enter a number with at most six decimals, like 81.5")
      .refine((text) => /[1-9]/.test(text), "a rate is above zero"),
    /** Absent is today. */
    day: z.iso.date("enter a day like 2026-06-30").optional(),
  })
  .refine(({ from, to }) => from !== to, {
    error: "choose two different currencies",
    path: ["to"],
  });
export type RateView = {
  from: string;
  to: string;
  day: string;
  /** Millionths of the major units. */
  rateMicros: bigint;
  source: string;
  /** Too long ago to count for today's orders. */
  old: boolean;
};

/** An amount in the reporting currency, with the originals and what had no rate. */
export type Figure = { total: Money; originals: Money[]; unconverted: Money[] };

export type Overview = {
  asOf: Date;
  /** When today began. */
  today: Date;
  revenue: { today: Figure; yesterday: Figure };
  sales: { today: number; yesterday: number };
  customers: { today: number; yesterday: number; total: number };
  subscriptions: { active: number; expiringSoon: number };
  /** Promises that the panel does not show yet; `oldest` is since when. */
  provisioning: { queued: number; waiting: number; rejected: number; oldest: Date | null };
  heldPayments: number;
  deadEvents: number;
};

export type ChartDay = {
  /** `2026-07-24` */
  day: string;
  revenue: Money;
  sales: number;
  customers: number;
};
export type OverviewCharts = {
  currency: Money["currency"];
  days: ChartDay[];
  /** What had no rate and is therefore missing from the bars. */
  unconverted: Money[];
};
