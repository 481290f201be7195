import { env } from "./env";

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
