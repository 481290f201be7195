import { connectRaw } from "@/db/client";
import { systemContext } from "@/server/core/context";
import { hmacSha256Hex } from "@/server/core/crypto";
import { env, provideEnv } from "@/server/core/env";
import { openSessionsAmong } from "@/server/domains/team";
import { startRealtime } from "@/server/embedded/realtime";
import type { Part } from "./part";

/** Read by the custom server, which hands over what comes to `/realtime/`. */
const KEY = Symbol.for("rezeis.realtime");

/** The embedded Pusher-protocol server, unless another one is configured. */
export const realtime: Part = {
  name: "realtime",
  async start({ log }) {
    const { PUSHER_KEY, AUTH_SECRET = "", DATABASE_URL = "" } = env();
    if (PUSHER_KEY) return undefined;
    // The same in every process of this installation, so that each accepts the others' signatures.
    const app = {
      appId: "rezeis",
      key: hmacSha256Hex(AUTH_SECRET, "realtime-key").slice(0, 20),
      secret: hmacSha256Hex(AUTH_SECRET, "realtime-secret"),
    };
    const sql = connectRaw(DATABASE_URL, { max: 2 });
    const server = await startRealtime({
      ...app,
      sql,
      log: log.child({ actor: "realtime" }),
      openAmong: (sessions) => openSessionsAmong(systemContext("realtime"), sessions),
    });
    (globalThis as { [KEY]?: typeof server })[KEY] = server;
    provideEnv({
      PUSHER_APP_ID: app.appId,
      PUSHER_KEY: app.key,
      PUSHER_SECRET: app.secret,
      PUSHER_HOST: "127.0.0.1",
      PUSHER_PORT: String(server.apiPort),
      PUSHER_TLS: "0",
      REALTIME_EMBEDDED: "1",
    });
    return async () => {
      await server.stop();
      await sql.end({ timeout: 1 });
    };
  },
};
