import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { resumeBulkRuns } from "@/server/domains/bulk";

/** Every five minutes: runs whose job gave up go on. */
export const resumeBulkRunsJob = inngest.createFunction(
  { id: "resume-bulk-runs", triggers: [{ cron: "*/5 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("resume", () => resumeBulkRuns(systemContext("resume-bulk-runs"))),
);
