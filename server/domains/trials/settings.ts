import { z } from "zod";
import { defineSettings } from "@/server/core/settings";
import { CURRENCY_CODES, type Currency, fromDecimal, type Money } from "@/server/rules/money";
import { TRIAL_AUDIENCES } from "@/server/rules/trial";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** What a trial costs: null for nothing, undefined for what is no price. */
export function trialPrice(terms: { price: string; currency: Currency }): Money | null | undefined {
  if (terms.price === "") return null;
  const price = fromDecimal(terms.price.replace(",", "."), terms.currency);
  if (price === null || price.amount < 0n) return undefined;
  return price.amount === 0n ? null : price;
}

export const trialSettings = defineSettings({
  id: "trial",
  schema: z
    .object({
      enabled: z.boolean().default(true),
      days: z.number().int().min(1).max(90).default(3),
      /** GiB for the whole trial; 0 is unlimited. */
      trafficGb: z.number().int().min(0).max(100_000).default(5),
      /** 0 switches the check off. */
      deviceLimit: z.number().int().min(0).max(100).default(1),
      /** The plan that is tried; empty is the first one on sale. */
      planId: z.string().trim().max(64).default(""),
      /** Internal squads of the panel, by uuid; empty are the plan's own. */
      squads: z
        .string()
        .trim()
        .max(2000)
        .regex(
          new RegExp(`^(?:${UUID}(?:\\s*,\\s*${UUID})*)?$`, "i"),
          "write squads' uuids, separated by commas",
        )
        .default(""),
      audience: z.enum(TRIAL_AUDIENCES).default("new"),
      maxPerPerson: z.number().int().min(1).max(10).default(1),
      /** Taken from the balance when a trial begins; empty or 0 is for free. */
      price: z.string().trim().max(20).default(""),
      currency: z.enum(CURRENCY_CODES).default("RUB"),
    })
    .superRefine((terms, check) => {
      if (trialPrice(terms) !== undefined) return;
      check.addIssue({
        code: "custom",
        path: ["price"],
        message: `write an amount in ${terms.currency} like 10, or leave it empty for a free trial`,
      });
    }),
  secrets: [],
});
