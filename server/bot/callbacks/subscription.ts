import {
  listDevices,
  removeAllDevices,
  removeDevice,
  resetSubscriptionLink,
} from "@/server/domains/remnawave";
import { setAutoRenew } from "@/server/domains/subscriptions";
import { pack, withPrefix } from "../callback-data";
import type { BotContext } from "../context";
import { button, show } from "../screens/screen";
import {
  deviceKey,
  devicesScreen,
  subscriptionScreen,
  subscriptionsScreen,
} from "../screens/subscription";
import type { Callback } from ".";

const idOf = (part: string | undefined): string => withPrefix("sub", part) ?? "";

/** What cannot be taken back is asked for once more, with its consequence. */
const confirm = (ctx: BotContext, question: string, yes: string, no: string): Promise<void> =>
  show(ctx, {
    html: ctx.t(question),
    keyboard: [[button(ctx.t("common.yes"), yes)], [button(ctx.t("common.back"), no)]],
  });

export const subscriptionCallbacks = {
  subs: async (ctx) => show(ctx, await subscriptionsScreen(ctx)),
  sub: async (ctx, [sub]) => show(ctx, await subscriptionScreen(ctx, idOf(sub))),
  devs: async (ctx, [sub]) => show(ctx, await devicesScreen(ctx, idOf(sub))),
  dvx: async (ctx, [sub, key]) => {
    const subscriptionId = idOf(sub);
    const { value: devices } = await listDevices(ctx.app, { subscriptionId });
    const device = devices?.find((candidate) => deviceKey(candidate.hwid) === key);
    if (device) await removeDevice(ctx.app, { subscriptionId, hwid: device.hwid });
    await show(ctx, await devicesScreen(ctx, subscriptionId));
  },
  dva: (ctx, [sub]) => confirm(ctx, "devices.confirmAll", pack("dvy", sub), pack("devs", sub)),
  dvy: async (ctx, [sub]) => {
    await removeAllDevices(ctx.app, { subscriptionId: idOf(sub) });
    await show(ctx, await devicesScreen(ctx, idOf(sub)));
  },
  rl: (ctx, [sub]) => confirm(ctx, "subscription.confirmReset", pack("rly", sub), pack("sub", sub)),
  rly: async (ctx, [sub]) => {
    await resetSubscriptionLink(ctx.app, { subscriptionId: idOf(sub) });
    await show(ctx, await subscriptionScreen(ctx, idOf(sub)));
  },
  ar: async (ctx, [sub, on]) => {
    await setAutoRenew(ctx.app, { subscriptionId: idOf(sub), on: on === "1" });
    await show(ctx, await subscriptionScreen(ctx, idOf(sub)));
  },
} satisfies Record<string, Callback>;
