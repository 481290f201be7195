import { helpScreen } from "../screens/help";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const help: BotCommand = { handle: (ctx) => show(ctx, helpScreen(ctx)) };
