import { show } from "../screens/screen";
import { paySupportScreen } from "../screens/simple";
import type { BotCommand } from "./contract";

/** Telegram requires this command of every bot that takes Stars. */
export const paysupport: BotCommand = { handle: (ctx) => show(ctx, paySupportScreen(ctx)) };
