import { inngest } from "@/inngest/client";
import { importRequested } from "@/inngest/events";
import { systemContext } from "@/server/core/context";
import { applyImport, stageImport } from "@/server/domains/remnawave";

/** Stages a dry run, or applies one that was confirmed. Repeating goes on where it stopped. */
export const importPanelJob = inngest.createFunction(
  { id: "import-panel", triggers: [importRequested], concurrency: 1, retries: 5 },
  async ({ event, step }) => {
    const { runId, apply } = event.data;
    const ctx = systemContext("import-panel");
    return apply
      ? step.run("apply", () => applyImport(ctx, { runId }))
      : step.run("stage", () => stageImport(ctx, { runId }));
  },
);
