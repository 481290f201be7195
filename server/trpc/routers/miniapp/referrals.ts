import { ownReferrals } from "@/server/domains/referrals";
import { customerProcedure, router } from "../../init";

export const referralsRouter = router({
  overview: customerProcedure.query(({ ctx: { domain, customerId } }) =>
    ownReferrals(domain, { customerId }),
  ),
});
