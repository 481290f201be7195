import { inngest } from "@/inngest/client";
import { systemContext } from "@/server/core/context";
import { sweepReservations } from "@/server/domains/promocodes";

/** Every five minutes: settle what orders left reserved. */
export const sweepPromoReservationsJob = inngest.createFunction(
  {
    id: "sweep-promo-reservations",
    triggers: [{ cron: "*/5 * * * *" }],
    concurrency: { limit: 1 },
  },
  async ({ step }) =>
    step.run("sweep", () => sweepReservations(systemContext("sweep-promo-reservations"))),
);
