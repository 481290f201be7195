import { inngest } from "@/inngest/client";
import { bulkRunStarted } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { workBulkRun } from "@/server/domains/bulk";

/** Rows a step: a killed process repeats none of them, since each is written with what was done to it. */
const PART = 200;

/** Works through a bulk run, part by part; a cancelled one is over after the row in hand. */
export const workBulkRunJob = inngest.createFunction(
  {
    id: "work-bulk-run",
    triggers: [bulkRunStarted],
    concurrency: { limit: 1, key: "event.data.runId" },
    retries: 10,
  },
  async ({ event, step }) => {
    const { runId } = event.data;
    const ctx = systemContext("work-bulk-run");
    for (let part = 1; ; part++) {
      const { over } = await step.run(`part-${part}`, () =>
        workBulkRun(ctx, { runId, limit: PART }),
      );
      if (over) return { parts: part };
    }
  },
);
