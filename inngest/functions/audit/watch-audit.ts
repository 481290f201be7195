import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { watchAudit } from "@/server/domains/monitoring";

/** Every night: the audit log is walked along its chain. */
export const watchAuditJob = inngest.createFunction(
  { id: "watch-audit", triggers: [{ cron: "31 4 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("walk", () => watchAudit(systemContext("watch-audit"))),
);
