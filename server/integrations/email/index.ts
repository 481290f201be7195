import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { emailSettings } from "./settings";
import { type Email, greet, transmit } from "./transmit";

/**
 * Hands a letter to the mail server.
 *
 * @throws AppError `precondition email_not_configured`, `unavailable email_unreachable` with what was thrown as its cause
 */
export async function sendEmail(ctx: Ctx, email: Email): Promise<void> {
  const settings = await configured(ctx);
  try {
    await transmit(settings, email);
  } catch (cause) {
    const message = "The mail server did not take the letter.";
    throw new AppError("unavailable", "email_unreachable", message, {}, { cause });
  }
}

/**
 * Signs in to the mail server and sends nothing; its name.
 *
 * @throws AppError `precondition email_not_configured`, or what was thrown on the way
 */
export async function checkMailServer(ctx: Ctx): Promise<string> {
  const settings = await configured(ctx);
  await greet(settings);
  return settings.host;
}

async function configured(ctx: Ctx) {
  const settings = await readSettings(ctx, emailSettings);
  if (settings.host && settings.from) return settings;
  throw new AppError(
    "precondition",
    "email_not_configured",
    "Name a mail server and a sender in the settings.",
  );
}
