import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { listDuePayments, pollPayment } from "@/server/domains/payments";

/** At once, so that one slow provider does not keep the others waiting. */
const AT_ONCE = 10;

/** Every minute: payments whose own job is late or gave up. */
export const sweepDuePaymentsJob = inngest.createFunction(
  {
    id: "sweep-due-payments",
    triggers: [{ cron: "* * * * *" }],
    concurrency: { limit: 1 },
    retries: 0,
  },
  async () => {
    const ctx = systemContext("sweep-due-payments");
    const due = await listDuePayments(ctx);
    for (let from = 0; from < due.length; from += AT_ONCE) {
      await Promise.all(
        due.slice(from, from + AT_ONCE).map((paymentId) =>
          pollPayment(ctx, { paymentId }).catch((error: unknown) => {
            ctx.log.error({ err: error, paymentId }, "a payment could not be asked for");
          }),
        ),
      );
    }
    return due.length;
  },
);
