import type { Ctx } from "./context";
import { isAppError } from "./errors";
import { takeTurn } from "./rate-limit";

/** Addresses that have had their turns, until when, and what they are told: a flood is answered without the database. */
const waiting = new Map<string, { until: number; refusal: unknown }>();
const MOST = 10_000;

/**
 * Call it when a delivery turned out not to be signed by who it says it is from. Only those are counted: a provider
 * may send as many good ones as it likes, even from the same address.
 *
 * @throws AppError `rate_limited` when the address has sent too many
 */
export async function countForgery(ctx: Ctx, address: string | null): Promise<void> {
  const subject = address ?? "unknown";
  const now = ctx.clock().getTime();
  const known = waiting.get(subject);
  if (known && now < known.until) throw known.refusal;
  waiting.delete(subject);
  try {
    await takeTurn(ctx, { limit: "forgery_visitor", subject });
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") {
      if (waiting.size >= MOST) waiting.clear();
      waiting.set(subject, { until: now + Number(error.details.seconds) * 1000, refusal: error });
    }
    throw error;
  }
}
