import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { expireDue } from "@/server/domains/subscriptions";

/** Every minute: what ran out is shown as expired, whether or not the panel says so. */
export const expireDueJob = inngest.createFunction(
  { id: "expire-due-subscriptions", triggers: [{ cron: "* * * * *" }], concurrency: 1 },
  async ({ step }) => step.run("expire", () => expireDue(systemContext("expire-due"))),
);
