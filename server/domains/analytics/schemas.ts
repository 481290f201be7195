import { z } from "zod";
import type { Money } from "@/server/rules/money";

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
