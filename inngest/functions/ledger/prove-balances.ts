import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { proveBalances } from "@/server/domains/ledger";

export const proveBalancesJob = inngest.createFunction(
  { id: "prove-balances", triggers: [{ cron: "17 3 * * *" }], concurrency: { limit: 1 } },
  async ({ step }) =>
    step.run("prove", async () => (await proveBalances(systemContext("prove-balances"))).length),
);
