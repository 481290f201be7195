import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { type Credentials, mayCallApi } from "./auth";
import type { FanOut } from "./fan-out";
import type { Hub } from "./hub";
import type { Publication } from "./protocol";

const MAX_BODY_BYTES = 1024 * 1024;

const emission = z
  .object({
    name: z.string().max(200),
    data: z.string(),
    channel: z.string().optional(),
    channels: z.array(z.string()).max(100).optional(),
    socket_id: z.string().optional(),
  })
  .transform(({ name, data, channel, channels, socket_id }) =>
    (channels ?? (channel ? [channel] : [])).map(
      (to): Publication => ({ event: name, channel: to, data, except: socket_id }),
    ),
  );

type Answer = { status: number; body: unknown };

/** The server library's side: trigger, batch, channel and user queries, all signed. */
export async function handleApi(
  options: { app: Credentials; hub: Hub; fanOut: FanOut["publish"] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerTo(options, request).catch(
    (error: unknown): Answer => ({
      status: error instanceof TooLarge ? 413 : 400,
      body: { error: error instanceof TooLarge ? "too large" : "bad request" },
    }),
  );
  response.writeHead(answer.status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer.body));
}

class TooLarge extends Error {}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answerTo(
  { app, hub, fanOut }: Parameters<typeof handleApi>[0],
  request: IncomingMessage,
): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const method = request.method ?? "GET";
  const path = url.pathname.match(/^\/apps\/([^/]+)\/(.+)$/);
  if (path?.[1] !== app.appId) return { status: 404, body: { error: "not found" } };
  const body = await read(request);
  if (!mayCallApi(app, { method, url, body, now: Date.now() })) {
    return { status: 401, body: { error: "bad signature" } };
  }
  const [kind = "", id = "", part = ""] = (path[2] ?? "").split("/").map(decodeURIComponent);
  const route = ROUTES[`${method} ${[kind, id && ":id", part].filter(Boolean).join("/")}`];
  if (!route) return { status: 404, body: { error: "not found" } };
  return { status: 200, body: await route({ hub, fanOut, id, body, url }) };
}

type Call = {
  hub: Hub;
  fanOut: FanOut["publish"];
  id: string;
  body: Buffer;
  url: URL;
};

const json = (body: Buffer): unknown => JSON.parse(body.toString("utf8"));

const ROUTES: Record<string, (call: Call) => unknown> = {
  "POST events": async ({ fanOut, body }) => {
    await fanOut(emission.parse(json(body)));
    return {};
  },
  "POST batch_events": async ({ fanOut, body }) => {
    const { batch } = z.object({ batch: z.array(emission).max(100) }).parse(json(body));
    await fanOut(batch.flat());
    return {};
  },
  "POST users/:id/terminate_connections": async ({ fanOut, id }) => {
    await fanOut([{ terminate: id }]);
    return {};
  },
  "GET channels": ({ hub, url }) => ({
    channels: Object.fromEntries(
      hub
        .names(url.searchParams.get("filter_by_prefix") ?? "")
        .map((name) => [name, hub.describe(name)]),
    ),
  }),
  "GET channels/:id": ({ hub, id }) => hub.describe(id),
  "GET channels/:id/users": ({ hub, id }) => ({
    users: hub.members(id).map((user) => ({ id: user })),
  }),
};
