import { show } from "../screens/screen";
import { subscriptionsScreen } from "../screens/subscription";
import type { BotCommand } from "./contract";

export const subscriptions: BotCommand = {
  handle: async (ctx) => show(ctx, await subscriptionsScreen(ctx)),
};
