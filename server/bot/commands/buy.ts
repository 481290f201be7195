import { plansScreen } from "../screens/buy";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const buy: BotCommand = {
  handle: async (ctx) => show(ctx, await plansScreen(ctx, null)),
};
