import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { forgetOldSignIns } from "@/server/domains/team";

export const forgetOldSignInsJob = inngest.createFunction(
  { id: "forget-old-sign-ins", triggers: [{ cron: "41 3 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) =>
    step.run("forget", () => forgetOldSignIns(systemContext("forget-old-sign-ins"))),
);
