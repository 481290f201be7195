import { inngest } from "@/inngest/client";
import { settingsChanged } from "@/inngest/events";
import { configureBot } from "@/server/bot/configure";
import { systemContext } from "@/server/core/context";

/** A new token is another bot: it must learn where its updates go. */
export const configureBotJob = inngest.createFunction(
  { id: "configure-bot", triggers: [settingsChanged], concurrency: { limit: 1 }, retries: 6 },
  async ({ event, step }) => {
    if (event.data.group !== "telegram") return "not about the bot";
    return step.run("configure", () => configureBot(systemContext("configure-bot")));
  },
);
