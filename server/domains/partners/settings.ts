import { z } from "zod";
import { defineSettings } from "@/server/core/settings";
import { DEFAULT_LEVELS, parseLevels, parseRates, sharesFit } from "@/server/rules/commission";
import { CURRENCY_CODES } from "@/server/rules/money";
import { PAYOUT_SCHEDULES } from "@/server/rules/payout";

const HOW = "write from:percent pairs like 0:5,6:10, starting at 0";
const FAULTS = {
  levels_malformed: HOW,
  levels_no_start: `the first level starts at 0 referrals: ${HOW}`,
  levels_overlap: "two levels start at the same number: give each a number of its own",
  levels_unsorted: "levels are not in order: write the smaller numbers first",
  levels_over_100: "a level shares more than 100 %: lower it",
  levels_too_many: "a program has at most 20 levels: remove some",
} as const;

const levels = z
  .string()
  .max(1000)
  .superRefine((text, check) => {
    const parsed = parseLevels(text);
    if (!parsed.ok) check.addIssue({ code: "custom", message: FAULTS[parsed.fault] });
  });
const shares = z
  .string()
  .max(200)
  .refine((text) => (parseRates(text)?.length ?? 11) <= 10, {
    message: "write percentages like 10,5, nearest first, at most ten; empty for none",
  });
const bonuses = z
  .string()
  .max(500)
  .regex(/^(\d{1,12}(,\d{1,12})*)?$/, "write one amount a level in minor units, like 0,5000,10000");
const minor = z.number().int().min(0).max(1_000_000_000);
const basisPoints = z.number().int().min(0).max(10_000);

export const programSettings = defineSettings({
  id: "partners",
  schema: z
    .object({
      enabled: z.boolean().default(true),
      joining: z.enum(["application", "automatic"]).default("application"),
      /** Earnings of new partners are kept in it. */
      currency: z.enum(CURRENCY_CODES).default("USD"),
      levels: levels.default(DEFAULT_LEVELS),
      levelNames: z.string().max(800).default("Bronze,Silver,Gold,Platinum"),
      /** Minor units of `currency`, one a level. */
      levelBonuses: bonuses.default(""),
      /** Shares of the same money for those above the partner, nearest first; how many there are is the depth. */
      overrideRates: shares.default("10,5"),
      holdDays: z.number().int().min(0).max(365).default(14),
      /** A referral that paid within these days, or has a bought subscription now, is active. */
      activeDays: z.number().int().min(1).max(730).default(45),
      gatewayFeeBp: basisPoints.default(0),
      waivedFeeAmount: minor.default(0),
      autoPayoutSchedule: z.enum(PAYOUT_SCHEDULES).default("monthly"),
      /** Automatic payouts need no approval. */
      autoPayoutApproved: z.boolean().default(false),
      cryptoEnabled: z.boolean().default(true),
      cryptoMinimum: minor.default(5_000),
      cryptoFeeBp: basisPoints.default(0),
      bankEnabled: z.boolean().default(true),
      bankMinimum: minor.default(10_000),
      bankFeeBp: basisPoints.default(0),
      creditEnabled: z.boolean().default(true),
      creditMinimum: minor.default(0),
      creditFeeBp: basisPoints.default(0),
      /** A dollar is paid as one USDT while no rate between them is stored. */
      usdtAtPar: z.boolean().default(true),
    })
    .superRefine((program, check) => {
      const parsed = parseLevels(program.levels);
      if (!parsed.ok || sharesFit(parsed.levels, parseRates(program.overrideRates) ?? [])) return;
      check.addIssue({
        code: "custom",
        path: ["overrideRates"],
        message: "the highest level and all shares above it are over 100 % together: lower one",
      });
    }),
  secrets: [],
});
export type ProgramSettings = z.output<typeof programSettings.schema>;

/** The app of Crypto Pay that payouts leave from; apart from the one that takes payments, if wanted. */
export const payoutCryptoSettings = defineSettings({
  id: "payout.crypto_pay",
  schema: z.object({
    enabled: z.boolean().default(false),
    token: z.string().max(200).default(""),
    baseUrl: z.url().default("https://pay.crypt.bot"),
  }),
  secrets: ["token"],
  outside: ["baseUrl"],
});
