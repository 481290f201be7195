import { previewRenewal } from "@/server/domains/payments";
import {
  addonOffers,
  cancelAddon,
  getSubscriptionView,
  listCustomerSubscriptions,
  listSubscriptionAddons,
  setAutoRenew,
} from "@/server/domains/subscriptions";
import {
  cancelAddonInput,
  setAutoRenewInput,
  subscriptionInput,
} from "@/server/domains/subscriptions/schemas";
import { customerProcedure, router } from "../../init";

export const subscriptionsRouter = router({
  list: customerProcedure.query(({ ctx }) =>
    listCustomerSubscriptions(ctx.domain, { customerId: ctx.customerId }),
  ),
  get: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => getSubscriptionView(ctx.domain, input)),
  addonOffers: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => addonOffers(ctx.domain, input)),
  addons: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => listSubscriptionAddons(ctx.domain, input)),
  cancelAddon: customerProcedure
    .input(cancelAddonInput)
    .mutation(({ ctx, input }) => cancelAddon(ctx.domain, input)),
  /** What automatic renewal would charge, when, and from what. */
  renewal: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => previewRenewal(ctx.domain, input)),
  setAutoRenew: customerProcedure
    .input(setAutoRenewInput)
    .mutation(({ ctx, input }) => setAutoRenew(ctx.domain, input)),
});
