import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { releaseRefusedTrials } from "@/server/domains/trials";

export const releaseRefusedTrialsJob = inngest.createFunction(
  { id: "release-refused-trials", triggers: [{ cron: "17 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) =>
    step.run("release", () => releaseRefusedTrials(systemContext("release-refused-trials"))),
);
