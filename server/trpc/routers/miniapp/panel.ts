import {
  listAccessibleServers,
  listDevices,
  removeAllDevices,
  removeDevice,
  resetSubscriptionLink,
} from "@/server/domains/remnawave";
import { deviceInput } from "@/server/domains/remnawave/schemas";
import { subscriptionInput } from "@/server/domains/subscriptions/schemas";
import { customerProcedure, router } from "../../init";

/** What a customer sees and does on the panel, by way of a subscription of theirs. */
export const panelRouter = router({
  servers: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => listAccessibleServers(ctx.domain, input)),
  devices: customerProcedure
    .input(subscriptionInput)
    .query(({ ctx, input }) => listDevices(ctx.domain, input)),
  removeDevice: customerProcedure
    .input(deviceInput)
    .mutation(({ ctx, input }) => removeDevice(ctx.domain, input)),
  removeAllDevices: customerProcedure
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => removeAllDevices(ctx.domain, input)),
  resetLink: customerProcedure
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => resetSubscriptionLink(ctx.domain, input)),
});
