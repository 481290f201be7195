import { z } from "zod";
import { defineSettings } from "@/server/core/settings";
import { DEFAULT_RENEWAL_HOURS, parseSchedule } from "@/server/rules/dunning";

export const renewalSettings = defineSettings({
  id: "renewals",
  schema: z.object({
    enabled: z.boolean().default(true),
    /** Hours from the end of the paid period at which a renewal is attempted. */
    schedule: z
      .string()
      .max(100)
      .refine((text) => parseSchedule(text) !== null, {
        error:
          "write one to ten whole hours in rising order, from -168 to 720, for example -24, -6, 0, 24, 72",
      })
      .default(DEFAULT_RENEWAL_HOURS.join(", ")),
  }),
  secrets: [],
});
