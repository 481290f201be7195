import { z } from "zod";
import type { Money } from "@/server/rules/money";

export const startTrialInput = z.object({ customerId: z.string().min(1).max(64) });

/** What a person may try, before they ask for it. */
export type TrialOffer = {
  planName: { en: string; ru: string };
  days: number;
  /** 0 is unlimited. */
  trafficLimitBytes: bigint;
  /** 0 is unlimited. */
  deviceLimit: number;
  /** Taken from the balance; null is for free. */
  price: Money | null;
};

export type TrialFigures = {
  claims: number;
  active: number;
  converted: number;
  /** Of those that ended or converted, basis points; null while there are none. */
  conversionBp: number | null;
};
