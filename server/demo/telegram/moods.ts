import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "./errors";

/**
 * Bad days of Telegram:
 * - `down`: every connection is dropped, and nothing is delivered either
 * - `slow`: answers come late
 * - `errors`: 502
 * - `flood`: 429, try again in some seconds
 */
export const TELEGRAM_MOODS = ["ok", "down", "slow", "errors", "flood"] as const;
export type TelegramMood = (typeof TELEGRAM_MOODS)[number];

export function createWeather() {
  let mood: TelegramMood = "ok";
  let delayMs = 3_000;
  return {
    mood: () => mood,
    set(next: TelegramMood, options: { delayMs?: number } = {}): void {
      mood = next;
      delayMs = options.delayMs ?? 3_000;
    },
    /** Before a call of the bot is carried out; true means that the connection is gone. */
    async before(request: IncomingMessage): Promise<boolean> {
      if (mood === "slow") await sleep(delayMs);
      if (mood === "errors") throw new ApiError(502, "Bad Gateway");
      if (mood === "flood") {
        throw new ApiError(429, "Too Many Requests: retry after 3", { retry_after: 3 });
      }
      if (mood === "down") request.socket.destroy();
      return mood === "down";
    },
  };
}
