import Pusher from "pusher";
import { env } from "@/server/core/env";

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
    });
    shared[KEY] = { pusher: made, of };
  }
  return shared[KEY]?.pusher ?? null;
}

/** Tells browsers that something changed. Small data: they ask for the rest. */
export async function publish(channels: string[], event: string, data: unknown): Promise<void> {
  await pusher()?.trigger(channels, event, data);
}

/** What pusher-js needs in the browser; nothing secret. Null while realtime is off. */
export function realtimeClientConfig(): RealtimeClientConfig | null {
  const { PUSHER_KEY, PUSHER_HOST, PUSHER_PORT, PUSHER_TLS, REALTIME_EMBEDDED } = env();
  if (!PUSHER_KEY || !PUSHER_HOST) return null;
  return REALTIME_EMBEDDED
    ? { key: PUSHER_KEY, path: "/realtime" }
    : { key: PUSHER_KEY, host: PUSHER_HOST, port: PUSHER_PORT, tls: PUSHER_TLS ?? true };
}

export type RealtimeClientConfig =
  /** The page's own host and port. */
  { key: string; path: string } | { key: string; host: string; port?: number; tls: boolean };
