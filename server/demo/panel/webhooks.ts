import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { hmacSha256Hex } from "@/server/core/crypto";
import type { Logger } from "@/server/core/logger";

export type WebhookDelivery = {
  event: string;
  at: string;
  username: string | null;
  attempts: number;
  status: "sending" | "delivered" | "dropped";
  lastAnswer: string | null;
};

export type WebhookSender = ReturnType<typeof createWebhookSender>;

type Options = {
  url: () => string;
  secret: string;
  /** Pause between attempts; the panel waits 5 s. */
  retryDelayMs: number;
  now: () => number;
  log: Logger;
};

const ATTEMPTS = 4;
const CONCURRENCY = 100;
const REMEMBERED = 50;

/**
 * Sends as the panel does: signed raw body, up to a hundred at a time and in no order, three more attempts
 * with the same bytes, then dropped for ever.
 */
export function createWebhookSender({ url, secret, retryDelayMs, now, log }: Options) {
  const recent: WebhookDelivery[] = [];
  const waiting: (() => Promise<void>)[] = [];
  const stop = new AbortController();
  // Every delivery under way listens.
  setMaxListeners(0, stop.signal);
  let running = 0;
  let enabled = true;

  async function attempt(body: string, headers: Record<string, string>): Promise<string> {
    const timeout = AbortSignal.timeout(30_000);
    const response = await fetch(url(), {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.any([timeout, stop.signal]),
    });
    await response.arrayBuffer();
    return String(response.status);
  }

  async function deliver(delivery: WebhookDelivery, body: string, timestamp: string) {
    const headers = {
      accept: "application/json, text/plain, */*",
      "content-type": "application/json",
      "x-remnawave-signature": hmacSha256Hex(secret, body),
      "x-remnawave-timestamp": timestamp,
      "user-agent": "Remnawave",
    };
    while (delivery.attempts < ATTEMPTS && !stop.signal.aborted) {
      if (delivery.attempts > 0) await sleep(retryDelayMs, undefined, { signal: stop.signal });
      delivery.attempts++;
      delivery.lastAnswer = await attempt(body, headers).catch((error: unknown) =>
        error instanceof Error ? error.message : "failed",
      );
      if (/^2\d\d$/.test(delivery.lastAnswer)) {
        delivery.status = "delivered";
        return;
      }
    }
    delivery.status = "dropped";
    log.warn(
      { event: delivery.event, answer: delivery.lastAnswer },
      "demo panel dropped a webhook",
    );
  }

  function pump(): void {
    while (running < CONCURRENCY) {
      const job = waiting.shift();
      if (!job) return;
      running++;
      job()
        .catch(() => {})
        .finally(() => {
          running--;
          pump();
        });
    }
  }

  return {
    /** Queues an event. `extra` holds what follows `data` in the body: `{ meta }` for users. */
    send(scope: string, event: string, data: unknown, extra: { meta?: unknown } = {}): void {
      if (!enabled || stop.signal.aborted) return;
      const timestamp = new Date(now()).toISOString();
      const body = JSON.stringify({ scope, event, timestamp, data, ...extra });
      const named = data as { username?: string; name?: string; user?: { username?: string } };
      const delivery: WebhookDelivery = {
        event,
        at: timestamp,
        username: named.username ?? named.user?.username ?? named.name ?? null,
        attempts: 0,
        status: "sending",
        lastAnswer: null,
      };
      recent.unshift(delivery);
      recent.length = Math.min(recent.length, REMEMBERED);
      waiting.push(() => deliver(delivery, body, timestamp));
      pump();
    },
    /** The panel's WEBHOOK_ENABLED. */
    setEnabled(value: boolean): void {
      enabled = value;
    },
    enabled: () => enabled,
    recent: (): readonly WebhookDelivery[] => recent,
    idle: () => running === 0 && waiting.length === 0,
    stop: () => stop.abort(),
  };
}
