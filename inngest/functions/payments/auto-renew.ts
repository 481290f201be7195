import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { runRenewals } from "@/server/domains/payments";

/** Every few minutes: subscriptions that renew themselves are paid for, by credit or a kept way to pay. */
export const autoRenewJob = inngest.createFunction(
  { id: "auto-renew", triggers: [{ cron: "*/3 * * * *" }], concurrency: 1, retries: 0 },
  async () => runRenewals(systemContext("auto-renew")),
);
