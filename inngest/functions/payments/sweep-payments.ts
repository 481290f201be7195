import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import {
  listStrandedEvents,
  listStrandedRefunds,
  processGatewayEvent,
  processRefund,
} from "@/server/domains/payments";

/** Every five minutes: inbox events and refunds whose job gave up or never came. */
export const sweepPaymentsJob = inngest.createFunction(
  { id: "sweep-payments", triggers: [{ cron: "*/5 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    const ctx = systemContext("sweep-payments");
    const quietly = async (what: string, ids: string[], act: (id: string) => Promise<unknown>) => {
      for (const id of ids) {
        await act(id).catch((error: unknown) => ctx.log.warn({ err: error, id }, what));
      }
      return ids.length;
    };
    const events = await step.run("events", async () =>
      quietly("a stranded event failed again", await listStrandedEvents(ctx), (eventId) =>
        processGatewayEvent(ctx, { eventId }),
      ),
    );
    const refunds = await step.run("refunds", async () =>
      quietly("a stranded refund failed again", await listStrandedRefunds(ctx), (refundId) =>
        processRefund(ctx, { refundId }),
      ),
    );
    return { events, refunds };
  },
);
