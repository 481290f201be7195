import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { expireAddons } from "@/server/domains/subscriptions";

/** Every few minutes: add-ons whose time is over leave the promise. */
export const expireAddonsJob = inngest.createFunction(
  { id: "expire-addons", triggers: [{ cron: "*/5 * * * *" }], concurrency: 1 },
  async ({ step }) => step.run("expire", () => expireAddons(systemContext("expire-addons"))),
);
