import { z } from "zod";
import { defineSettings } from "@/server/core/settings";
import { TRIAL_AUDIENCES } from "@/server/rules/trial";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

export const trialSettings = defineSettings({
  id: "trial",
  schema: z.object({
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
  }),
  secrets: [],
});
