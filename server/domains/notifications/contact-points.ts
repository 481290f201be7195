import type { Ctx } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { telegramSettings } from "@/server/integrations/telegram/settings";

/** Where customers find a human being, the terms and the bot; public. An empty text is not set. */
export async function getContactPoints(ctx: Ctx) {
  const { supportContact, termsUrl, botUsername } = await readSettings(ctx, telegramSettings);
  return { supportContact, termsUrl, botUsername };
}
