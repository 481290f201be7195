import { z } from "zod";
import { requestAddress } from "@/server/core/client-address";
import type { Ctx } from "@/server/core/context";
import { safeEqual } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { countForgery } from "@/server/core/forgeries";
import { errorText } from "@/server/core/redact";
import { readSettings } from "@/server/core/settings";
import { toStorable } from "@/server/core/storable";
import { claimUpdate, finishUpdate } from "@/server/core/telegram-inbox";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { handleUpdate, type Update } from "./bot";

export const UPDATE_MAX_BYTES = 1_000_000;
/** Only what identifies an update is checked here; its parts are read by Telegraf. */
const schema = z.custom<Update>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "update_id" in value &&
    Number.isSafeInteger(value.update_id),
);

/**
 * One delivery of Telegram's webhook: secret checked in constant time, each update handled once. Throws a
 * typed error for the route to answer; any other error means "deliver it again".
 */
export async function receiveUpdate(
  ctx: Ctx,
  input: { headers: Headers; body: string },
): Promise<void> {
  const { botToken, webhookSecret } = await readSettings(ctx, telegramSettings);
  const secret = input.headers.get("x-telegram-bot-api-secret-token") ?? "";
  if (!webhookSecret || !safeEqual(secret, webhookSecret)) {
    await countForgery(ctx, requestAddress(input.headers));
    throw new AppError("unauthenticated", "bad_webhook_secret", "The webhook secret is wrong.");
  }
  const update = parseUpdate(input.body);
  const key = { botId: BigInt(botToken.split(":")[0] ?? "0"), updateId: BigInt(update.update_id) };
  if (!(await claimUpdate(ctx, key))) return;
  try {
    await handleUpdate(ctx, update);
  } catch (error) {
    await finishUpdate(ctx, key, errorText(error));
    throw error;
  }
  await finishUpdate(ctx, key);
}

/** People must be answered whatever they wrote, so that text nobody could store is mended and not refused. */
function parseUpdate(body: string): Update {
  try {
    return schema.parse(
      JSON.parse(body, (_, value: unknown) =>
        typeof value === "string" ? toStorable(value) : value,
      ),
    );
  } catch {
    throw new AppError("validation", "bad_update", "The body is not a Telegram update.");
  }
}
