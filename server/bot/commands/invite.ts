import { inviteScreen } from "../screens/invite";
import { show } from "../screens/screen";
import type { BotCommand } from "./contract";

export const invite: BotCommand = { handle: async (ctx) => show(ctx, await inviteScreen(ctx)) };
