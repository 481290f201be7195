import { z } from "zod";
import { systemContext } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { takeTurn } from "@/server/core/rate-limit";
import { signInPartnerWithTelegram } from "@/server/domains/customers";
import { proveTelegram } from "@/server/domains/team";
import { flatJson } from "./json-request";
import { visitorOf } from "./visitor";

/**
 * Signs a partner in by what Telegram's Login Widget says, as JSON.
 *
 * @throws AppError `validation`, `unauthenticated telegram_proof_invalid`, `precondition bot_not_configured`, `rate_limited`, and as
 *   `signInPartnerWithTelegram` does
 */
export async function signInPartner(request: Request, proof: string) {
  const ctx = systemContext("partner-sign-in");
  const { address, userAgent } = visitorOf(request.headers);
  const widget = parseInput(z.string().min(1), proof);
  await takeTurn(ctx, { limit: "launch_visitor", subject: address });
  const { telegramId } = await proveTelegram(ctx, flatJson(widget));
  return signInPartnerWithTelegram(ctx, { telegramId, userAgent });
}
