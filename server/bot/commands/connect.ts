import { connectScreen } from "../screens/connect";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const connect: BotCommand = {
  handle: async (ctx) => show(ctx, await connectScreen(ctx, null)),
};
