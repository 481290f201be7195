import { z } from "zod";
import { type Ctx, requirePermission } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";

/** `ok` with the bot's name, or a stable code that says what is wrong. */
export type BotTest = {
  ok: boolean;
  code: "ok" | "missing" | "unreachable" | "token_refused" | "no_webhook" | "webhook_failing";
  username: string | null;
  webhookUrl: string | null;
  pendingUpdates: number | null;
  lastError: string | null;
};

const TIMEOUT_MS = 8000;
const meSchema = z.object({ result: z.object({ username: z.string() }) });
const hookSchema = z.object({
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_message: z.string().optional(),
    last_error_date: z.number().optional(),
  }),
});

/** Asks Telegram, with the stored token, who the bot is and where its updates go. */
export async function testBot(ctx: Ctx): Promise<BotTest> {
  requirePermission(ctx, "settings.read");
  const { botToken, apiRoot } = await readSettings(ctx, telegramSettings);
  const failed = (code: BotTest["code"], username: string | null = null): BotTest => ({
    ok: false,
    code,
    username,
    webhookUrl: null,
    pendingUpdates: null,
    lastError: null,
  });
  if (!botToken) return failed("missing");
  const ask = async (method: string) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${apiRoot}/bot${botToken}/${method}`, { signal });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  try {
    const [me, hook] = await Promise.all([ask("getMe"), ask("getWebhookInfo")]);
    const bot = meSchema.safeParse(me.body);
    if (!bot.success) return failed("token_refused");
    const { username } = bot.data.result;
    const info = hookSchema.safeParse(hook.body);
    if (!info.success || info.data.result.url === "") return failed("no_webhook", username);
    const { url, pending_update_count, last_error_message, last_error_date } = info.data.result;
    // Telegram keeps the last error for ever: only one of the last five minutes is news.
    const recent = ctx.clock().getTime() / 1000 - (last_error_date ?? 0) < 300;
    const failing = recent && last_error_message !== undefined;
    return {
      ok: !failing,
      code: failing ? "webhook_failing" : "ok",
      username,
      webhookUrl: url,
      pendingUpdates: pending_update_count,
      lastError: failing ? last_error_message : null,
    };
  } catch {
    return failed("unreachable");
  }
}
