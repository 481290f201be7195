import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { refreshLevels } from "@/server/domains/partners";

/** Every night: referrals stop being active by time alone. */
export const refreshLevelsJob = inngest.createFunction(
  { id: "refresh-partner-levels", triggers: [{ cron: "41 2 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("refresh", () => refreshLevels(systemContext("refresh-levels"))),
);
