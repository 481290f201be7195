import { env, provideEnv } from "@/server/core/env";
import type { Part } from "./part";
import { generatedSecrets } from "./secrets";

/** Completes the environment with what a fresh installation has not been told. */
export const configuration: Part = {
  name: "configuration",
  async start() {
    const given = env();
    if (!given.APP_URL) provideEnv({ APP_URL: `http://localhost:${given.PORT}` });
    const needsWebhookSecret = given.TELEGRAM_BOT_TOKEN && !given.TELEGRAM_WEBHOOK_SECRET;
    if (given.AUTH_SECRET && given.ENCRYPTION_KEY && !needsWebhookSecret) return undefined;
    const made = generatedSecrets(given.DATA_DIR);
    provideEnv({
      AUTH_SECRET: given.AUTH_SECRET ?? made.AUTH_SECRET,
      ENCRYPTION_KEY: given.ENCRYPTION_KEY ?? made.ENCRYPTION_KEY,
      ENCRYPTION_KEYS_OLD: [
        ...given.ENCRYPTION_KEYS_OLD,
        ...(made.ENCRYPTION_KEYS_OLD ?? []),
      ].join(),
      ...(needsWebhookSecret ? { TELEGRAM_WEBHOOK_SECRET: made.TELEGRAM_WEBHOOK_SECRET } : {}),
    });
    return undefined;
  },
};
