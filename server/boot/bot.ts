import { configureBot } from "@/server/bot/configure";
import { systemContext } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import type { Part } from "./part";

const RETRY_MS = 30_000;

/** Sets the bot up in the background: the shop opens whether Telegram can be reached or not. */
export const bot: Part = {
  name: "bot",
  async start({ log }) {
    let timer: NodeJS.Timeout | undefined;
    let stopped = false;
    async function attempt(): Promise<void> {
      try {
        await configureBot(systemContext("boot"));
      } catch (error) {
        const final = isAppError(error) && error.kind === "precondition";
        if (final) {
          const reason = error.message;
          log.warn({ reason }, "Telegram refused to set up the bot; see the bot's settings");
          return;
        }
        log.warn({ err: error }, "the bot is not set up yet; trying again in 30 s");
        if (!stopped) timer = setTimeout(() => void attempt(), RETRY_MS);
      }
    }
    const first = attempt();
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await first;
    };
  },
};
