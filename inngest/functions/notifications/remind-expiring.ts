import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { remindExpiring } from "@/server/domains/notifications";

export const remindExpiringJob = inngest.createFunction(
  { id: "remind-expiring", triggers: [{ cron: "*/10 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("remind", () => remindExpiring(systemContext("remind-expiring"))),
);
