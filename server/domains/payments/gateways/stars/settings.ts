import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const starsSettings = defineSettings({
  id: "gateway.stars",
  schema: z.object({ enabled: z.boolean().default(true) }),
  secrets: [],
});
