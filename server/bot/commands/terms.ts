import { show } from "../screens/screen";
import { termsScreen } from "../screens/simple";
import type { BotCommand } from "./contract";

export const terms: BotCommand = { handle: (ctx) => show(ctx, termsScreen(ctx)) };
