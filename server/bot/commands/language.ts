import { show } from "../screens/screen";
import { languageScreen } from "../screens/simple";
import type { BotCommand } from "./contract";

export const language: BotCommand = { handle: (ctx) => show(ctx, languageScreen(ctx)) };
