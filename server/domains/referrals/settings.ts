import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

const percent = z
  .number()
  .int()
  .min(0, "a percentage from 0 to 100")
  .max(100, "a percentage from 0 to 100");

export const referralSettings = defineSettings({
  id: "referrals",
  schema: z.object({
    enabled: z.boolean().default(true),
    /** Off the invited person's first purchase. */
    refereePercent: percent.default(10),
    /** Of a longer first purchase only the first month is cheaper. */
    firstMonthOnly: z.boolean().default(true),
    /** Given to the referrer at the first purchase of whom they invited. */
    referrerFreeDays: z.number().int().min(0).max(365).default(30),
    /** Of every later renewal, as credit. */
    renewalPercent: percent.default(5),
    burstPerHour: z.number().int().min(0).max(10_000).default(10),
  }),
  secrets: [],
});
