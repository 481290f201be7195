import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const orderSettings = defineSettings({
  id: "orders",
  schema: z.object({
    /** How long an unpaid order is kept open. Money that comes later revives it. */
    lifetimeMinutes: z.number().int().min(5).max(10_080).default(60),
  }),
  secrets: [],
});
