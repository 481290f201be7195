import { balanceScreen } from "../screens/balance";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const balance: BotCommand = { handle: async (ctx) => show(ctx, await balanceScreen(ctx)) };
