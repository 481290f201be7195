import { z } from "zod";
import { listRenewalAttempts, previewRenewal } from "@/server/domains/payments";
import {
  listAccessibleServers,
  listDevices,
  removeAllDevices,
  removeDevice,
  resetSubscriptionLink,
} from "@/server/domains/remnawave";
import { deviceInput } from "@/server/domains/remnawave/schemas";
import {
  changePlanByAdmin,
  devicesToDrop,
  getSubscriptionDetail,
  giftDaysOnce,
  listSubscriptionAddons,
  listSubscriptions,
  promiseTrafficReset,
  retryProvisioning,
  setEnabled,
  setExpiry,
  takeBackGift,
} from "@/server/domains/subscriptions";
import {
  changePlanInput,
  giftDaysInput,
  listSubscriptionsInput,
  setEnabledInput,
  setExpiryInput,
  subscriptionInput,
  takeBackGiftInput,
} from "@/server/domains/subscriptions/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("subscriptions.read");
const write = adminProcedure("subscriptions.write");

export const subscriptionsRouter = router({
  list: read
    .input(listSubscriptionsInput)
    .query(({ ctx, input }) => listSubscriptions(ctx.domain, input)),
  get: read
    .input(subscriptionInput)
    .query(({ ctx, input }) => getSubscriptionDetail(ctx.domain, input)),
  /** What renews, from what, and what was tried. */
  renewal: read.input(subscriptionInput).query(async ({ ctx, input }) => {
    const [addons, preview, attempts] = await Promise.all([
      listSubscriptionAddons(ctx.domain, input),
      previewRenewal(ctx.domain, input),
      listRenewalAttempts(ctx.domain, input),
    ]);
    return { addons, preview, attempts };
  }),
  devices: read.input(subscriptionInput).query(({ ctx, input }) => listDevices(ctx.domain, input)),
  servers: read
    .input(subscriptionInput)
    .query(({ ctx, input }) => listAccessibleServers(ctx.domain, input)),
  devicesToDrop: read
    .input(subscriptionInput.extend({ deviceLimit: z.number().int().nullable() }))
    .query(({ ctx, input }) => devicesToDrop(ctx.domain, input)),
  giftDays: write
    .input(giftDaysInput)
    .mutation(({ ctx, input }) => giftDaysOnce(ctx.domain, input)),
  takeBackGift: write
    .input(takeBackGiftInput)
    .mutation(({ ctx, input }) => takeBackGift(ctx.domain, input)),
  changePlan: write
    .input(changePlanInput)
    .mutation(({ ctx, input }) => changePlanByAdmin(ctx.domain, input)),
  setExpiry: write.input(setExpiryInput).mutation(({ ctx, input }) => setExpiry(ctx.domain, input)),
  setEnabled: write
    .input(setEnabledInput)
    .mutation(({ ctx, input }) => setEnabled(ctx.domain, input)),
  resetTraffic: write
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => promiseTrafficReset(ctx.domain, input)),
  retry: write
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => retryProvisioning(ctx.domain, input)),
  resetLink: write
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => resetSubscriptionLink(ctx.domain, input)),
  removeDevice: write
    .input(deviceInput)
    .mutation(({ ctx, input }) => removeDevice(ctx.domain, input)),
  removeAllDevices: write
    .input(subscriptionInput)
    .mutation(({ ctx, input }) => removeAllDevices(ctx.domain, input)),
});
