import { show } from "../screens/screen";
import { inviteScreen } from "../screens/simple";
import type { BotCommand } from "./contract";

export const invite: BotCommand = { handle: (ctx) => show(ctx, inviteScreen(ctx)) };
