import Pusher from "pusher";
import { env } from "@/server/core/env";

/** A server that hangs must not hold up the job that publishes. */
const TIMEOUT_MS = 10_000;

const KEY = Symbol.for("rezeis.pusher");
type Shared = { [KEY]?: { pusher: Pusher; of: string } };

/** The official server library, pointed at the embedded server or at the configured one. Null before boot. */
export function pusher(): Pusher | null {
  const { PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET, PUSHER_HOST, PUSHER_PORT, PUSHER_TLS } = env();
  if (!PUSHER_APP_ID || !PUSHER_KEY || !PUSHER_SECRET || !PUSHER_HOST) return null;
  const shared = globalThis as Shared;
  const of = `${PUSHER_HOST}:${PUSHER_PORT}:${PUSHER_KEY}`;
  if (shared[KEY]?.of !== of) {
    const made = new Pusher({
      appId: PUSHER_APP_ID,
      key: PUSHER_KEY,
      secret: PUSHER_SECRET,
      host: PUSHER_HOST,
      port: PUSHER_PORT ? String(PUSHER_PORT) : undefined,
      useTLS: PUSHER_TLS ?? true,
      timeout: TIMEOUT_MS,
    });
    shared[KEY] = { pusher: made, of };
  }
  return shared[KEY]?.pusher ?? null;
}

/** Tells browsers that something changed. Small data: they ask for the rest. */
export async function publish(channels: string[], event: string, data: unknown): Promise<void> {
  await pusher()?.trigger(channels, event, data);
}
