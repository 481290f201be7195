import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { recoverCharges } from "@/server/domains/payments";

/** Four times a day: charges that a provider made by itself, should its webhook have been lost. */
export const recoverChargesJob = inngest.createFunction(
  { id: "recover-charges", triggers: [{ cron: "41 */6 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => step.run("recover", () => recoverCharges(systemContext("recover-charges"))),
);
