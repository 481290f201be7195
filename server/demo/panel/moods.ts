import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "./errors";

/**
 * Bad days of a panel:
 * - `outage`: every connection is dropped before anything happens
 * - `drop-sockets`: the request is carried out, its answer is lost
 * - `slow`: answers come late
 * - `errors`: 502 of a proxy and 500 of the panel in turn; nothing happens
 * - `garbage`: 200 with a login page or with JSON of another shape
 * - `cut-stream`: user lists break off in the middle (a later page if there are several, else the only one)
 * - `empty-list`: user lists claim that there is nobody
 * - `deleted-token`: 403 for everything
 */
export const MOODS = [
  "ok",
  "outage",
  "slow",
  "errors",
  "drop-sockets",
  "garbage",
  "cut-stream",
  "empty-list",
  "deleted-token",
] as const;
export type Mood = (typeof MOODS)[number];

export type Weather = ReturnType<typeof createWeather>;

export function createWeather() {
  let mood: Mood = "ok";
  let delayMs = 3_000;
  let turn = 0;

  return {
    mood: () => mood,
    set(next: Mood, options: { delayMs?: number } = {}): void {
      mood = next;
      delayMs = options.delayMs ?? 3_000;
      turn = 0;
    },

    /** Before a request is carried out. A reply, or true (socket destroyed), ends it here. */
    async before(request: IncomingMessage): Promise<Reply | true | null> {
      if (mood === "outage") {
        request.socket.destroy();
        return true;
      }
      if (mood === "slow") await sleep(delayMs);
      if (mood === "errors") {
        return turn++ % 2 === 0
          ? { status: 502, text: "<html><h1>502 Bad Gateway</h1></html>", headers: html }
          : { status: 500, json: { statusCode: 500, message: "Internal server error" } };
      }
      return null;
    },

    /** Sends what the request came to, as today's mood has it. */
    send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
      const list = isUserList(request);
      if (mood === "drop-sockets") {
        request.socket.destroy();
      } else if (mood === "garbage" && reply.status < 300) {
        const page = { status: 200, text: "<!doctype html><title>Sign in</title>", headers: html };
        write(
          response,
          turn++ % 2 === 0 ? page : { status: 200, json: { response: { ok: true } } },
        );
      } else if (mood === "empty-list" && list && reply.status === 200) {
        const none = { users: [], nextCursor: null, hasMore: false, total: 0 };
        write(response, { status: 200, json: { response: none } });
      } else if (
        mood === "cut-stream" &&
        list &&
        reply.status === 200 &&
        isLaterPage(request, reply)
      ) {
        cut(response, reply);
      } else {
        write(response, reply);
      }
    },
  };
}

const html = { "content-type": "text/html" };

const isUserList = (request: IncomingMessage): boolean =>
  request.method === "GET" && /^\/api\/users(\/stream)?(\?|$)/.test(request.url ?? "");

function isLaterPage(request: IncomingMessage, reply: Reply): boolean {
  const { response } = reply.json as { response?: { hasMore?: boolean } };
  return /[?&](cursor|start)=[1-9]/.test(request.url ?? "") || response?.hasMore !== true;
}

function cut(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(JSON.stringify(reply.json));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

export function write(response: ServerResponse, reply: Reply): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.statusCode = reply.status;
  if (reply.json !== undefined) {
    const body = Buffer.from(JSON.stringify(reply.json));
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.setHeader("content-length", body.length);
    response.end(body);
  } else {
    response.end(reply.text ?? "");
  }
}
