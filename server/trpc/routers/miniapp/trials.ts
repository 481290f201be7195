import { startTrial, trialOffer } from "@/server/domains/trials";
import { customerProcedure, router } from "../../init";

export const trialsRouter = router({
  offer: customerProcedure.query(({ ctx: { domain, customerId } }) =>
    trialOffer(domain, { customerId }),
  ),
  start: customerProcedure.mutation(({ ctx: { domain, customerId } }) =>
    startTrial(domain, { customerId }),
  ),
});
