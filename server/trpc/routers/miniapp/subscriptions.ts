import { getSubscriptionView, listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { subscriptionInput } from "@/server/domains/subscriptions/schemas";
import { customerProcedure, router } from "../../init";

export const subscriptionsRouter = router({
  list: customerProcedure.query(({ ctx }) =>
    listCustomerSubscriptions(ctx.domain, { customerId: ctx.customerId }),
  ),
  get: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => getSubscriptionView(ctx.domain, input)),
});
