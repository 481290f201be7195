import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { forgetOldTurns } from "@/server/core/rate-limit";
import { forgetOldCustomerSessions } from "@/server/domains/customers";
import { forgetOldSignIns } from "@/server/domains/team";

/** Nightly: what nobody can sign in with any more, and counts of tries that are over. */
export const forgetOldSignInsJob = inngest.createFunction(
  { id: "forget-old-sign-ins", triggers: [{ cron: "41 3 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    const ctx = () => systemContext("forget-old-sign-ins");
    return {
      ...(await step.run("forget", () => forgetOldSignIns(ctx()))),
      customerSessions: await step.run("forget-customers", () => forgetOldCustomerSessions(ctx())),
      turns: await step.run("forget-turns", () => forgetOldTurns(ctx())),
    };
  },
);
