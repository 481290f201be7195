import { randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Sql } from "@/db/client";
import type { Logger } from "@/server/core/logger";
import type { Credentials } from "./auth";
import { CLIENT_EVENT_BUDGET, type Client, type Realm, receive } from "./connection";
import { startFanOut } from "./fan-out";
import { handleApi } from "./http-api";
import { createHub } from "./hub";
import { failure, frame } from "./protocol";

/** Seconds of silence after which a client asks whether we are there. */
const ACTIVITY_TIMEOUT = 120;
const MAX_FRAME_BYTES = 100 * 1024;
/** A browser that does not read is let go before it fills our memory. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** How often it is asked whether listeners may still listen. */
const RECHECK_MS = 15_000;
/** The library connects again at once, and asks again whether it may listen. */
const ASK_AGAIN = 4200;

export type Realtime = Awaited<ReturnType<typeof startRealtime>>;

/**
 * A Pusher Channels server for one machine. Browsers come over the application's own port (`handleUpgrade`),
 * the application itself over a loopback port of its own (`apiPort`), so both use the official libraries.
 */
export async function startRealtime(
  options: Credentials & {
    sql: Sql;
    log: Logger;
    /** Which of these sessions are not over. */
    openAmong?: (sessions: string[]) => Promise<string[]>;
    recheckMs?: number;
  },
) {
  const { sql, log, openAmong, recheckMs = RECHECK_MS, ...app } = options;
  const hub = createHub();
  const clients = new Map<WebSocket, Client & { aliveAt: number }>();
  const onError = (error: unknown) => log.error({ err: error }, "the realtime server met an error");
  const fanOut = await startFanOut(sql, hub.receive, onError);
  const realm: Realm = {
    app,
    hub,
    publish: (publication) => void fanOut.publish([publication]).catch(onError),
  };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  function connect(ws: WebSocket): void {
    const client: Client & { aliveAt: number } = {
      id: `${randomInt(1e9)}.${randomInt(1e9)}`,
      send: (text) => {
        if (ws.readyState !== ws.OPEN) return;
        if (ws.bufferedAmount > MAX_UNREAD_BYTES) ws.terminate();
        else ws.send(text);
      },
      close: (code, reason) => ws.close(code, reason),
      userId: null,
      channels: new Set(),
      presence: new Map(),
      budget: CLIENT_EVENT_BUDGET,
      session: null,
      aliveAt: Date.now(),
    };
    clients.set(ws, client);
    ws.on("message", (data) => {
      client.aliveAt = Date.now();
      receive(realm, client, String(data));
    });
    ws.on("pong", () => {
      client.aliveAt = Date.now();
    });
    ws.on("close", () => {
      hub.drop(client);
      clients.delete(ws);
    });
    client.send(
      frame({
        event: "pusher:connection_established",
        data: JSON.stringify({ socket_id: client.id, activity_timeout: ACTIVITY_TIMEOUT }),
      }),
    );
  }

  const api = createServer((request, response) => {
    void handleApi({ app, hub, fanOut: fanOut.publish }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    api.once("error", reject).listen(0, "127.0.0.1", () => resolve());
  });

  const sweep = setInterval(() => {
    for (const [ws, client] of clients) {
      client.budget = CLIENT_EVENT_BUDGET;
      if (Date.now() - client.aliveAt > ACTIVITY_TIMEOUT * 1500) ws.terminate();
      else ws.ping();
    }
  }, ACTIVITY_TIMEOUT * 500);

  /** Cuts the lines that sessions opened which are over: no news go to who was shut out. */
  async function recheck(): Promise<void> {
    const listening = [...clients.values()].filter(({ session }) => session !== null);
    const sessions = [...new Set(listening.map(({ session }) => session ?? ""))];
    if (!openAmong || sessions.length === 0) return;
    const open = new Set<string | null>(await openAmong(sessions));
    for (const client of listening) {
      if (!open.has(client.session)) client.close(ASK_AGAIN, "the session is over");
    }
  }
  const rechecks = setInterval(() => void recheck().catch(onError), recheckMs);

  return {
    /** Where the application's own publisher goes. */
    apiPort: (api.address() as AddressInfo).port,
    /** An upgrade under `/realtime/`: the rest of the path is Pusher's. */
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      sockets.handleUpgrade(request, socket, head, (ws) => {
        // An error that nobody listens to would end the process: this one is anybody's to cause.
        ws.on("error", () => ws.terminate());
        if (path === `/realtime/app/${app.key}`) return connect(ws);
        ws.send(failure(4001, "Application does not exist"));
        ws.close(4001, "Application does not exist");
      });
    },
    /** The HTTP API is not for the outside world. */
    handleRequest(_request: IncomingMessage, response: ServerResponse): void {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: "not found" }));
    },
    stats: () => ({ connections: clients.size }),
    async stop(): Promise<void> {
      clearInterval(sweep);
      clearInterval(rechecks);
      for (const ws of clients.keys()) ws.terminate();
      sockets.close();
      await fanOut.stop().catch(() => {});
      await new Promise((resolve) => {
        api.close(resolve);
        api.closeAllConnections();
      });
    },
  };
}
