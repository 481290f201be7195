import { partnerScreen } from "../screens/partner";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const partner: BotCommand = { handle: async (ctx) => show(ctx, await partnerScreen(ctx)) };
