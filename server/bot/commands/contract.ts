import type { BotContext } from "../context";

/** A command: its description is `commands.<name>` in every language; `/help` and Telegram's menu derive from it. */
export type BotCommand = {
  handle: (ctx: BotContext, payload: string) => Promise<void>;
  /** Known but not advertised. */
  hidden?: boolean;
};
