import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import {
  listStrandedPayouts,
  listUnsettledOrders,
  releaseCommissions,
  runAutoPayouts,
  sendPayout,
  settleCommissions,
} from "@/server/domains/partners";

/** Every ten minutes: holds that are over, orders that waited for a rate, payouts whose job gave up. */
export const sweepPartnersJob = inngest.createFunction(
  { id: "sweep-partners", triggers: [{ cron: "*/10 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    const ctx = systemContext("sweep-partners");
    const quietly = async (what: string, ids: string[], act: (id: string) => Promise<unknown>) => {
      for (const id of ids) {
        await act(id).catch((error: unknown) => ctx.log.warn({ err: error, id }, what));
      }
      return ids.length;
    };
    const released = await step.run("release", () => releaseCommissions(ctx));
    const orders = await step.run("orders", async () =>
      quietly("an order's commissions failed again", await listUnsettledOrders(ctx), (orderId) =>
        settleCommissions(ctx, { orderId }),
      ),
    );
    const payouts = await step.run("payouts", async () =>
      quietly("a stranded payout failed again", await listStrandedPayouts(ctx), (payoutId) =>
        sendPayout(ctx, { payoutId }),
      ),
    );
    const automatic = await step.run("automatic", () => runAutoPayouts(ctx));
    return { released, orders, payouts, automatic };
  },
);
