import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { reviewGranted } from "@/server/domains/referrals";

/** Devices are connected after paying: what they show is looked for again. */
export const reviewRewardsJob = inngest.createFunction(
  { id: "review-rewards", triggers: [{ cron: "41 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("review", () => reviewGranted(systemContext("review-rewards"))),
);
