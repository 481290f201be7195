import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { sealAudit } from "@/server/domains/audit";

/** Every minute: new entries of the audit log join its chain. */
export const sealAuditJob = inngest.createFunction(
  { id: "seal-audit", triggers: [{ cron: "* * * * *" }], concurrency: { limit: 1 }, retries: 0 },
  async () => sealAudit(systemContext("seal-audit")),
);
