import { z } from "zod";
import { defineSettings } from "@/server/core/settings";

export const demoGatewaySettings = defineSettings({
  id: "gateway.demo",
  schema: z.object({
    enabled: z.boolean().default(true),
    /** Empty while the demo gateway does not run. */
    baseUrl: z.string().default(""),
    key: z.string().default(""),
  }),
  secrets: ["key"],
  fromEnv: (env) => ({ baseUrl: env.DEMO_GATEWAY_URL, key: env.DEMO_GATEWAY_KEY }),
});
