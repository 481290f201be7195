import { z } from "zod";
import { defineSettings } from "@/server/core/settings";
import { CURRENCY_CODES } from "@/server/rules/money";

export const analyticsSettings = defineSettings({
  id: "analytics",
  schema: z.object({
    /** What figures over several currencies are converted to. */
    reportingCurrency: z.enum(CURRENCY_CODES).default("USD"),
  }),
  secrets: [],
});
