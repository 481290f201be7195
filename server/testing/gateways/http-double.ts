import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { DoubleMood } from "./contract";

export type DoubleRequest = { method: string; path: string; headers: Headers; text: string };
export type DoubleReply = { status?: number; body: unknown };

type Options = {
  /** Throws `ZodError` or `SyntaxError` for nonsense: it is answered with 400. */
  handle: (request: DoubleRequest) => DoubleReply | Promise<DoubleReply>;
  isCreation: (request: DoubleRequest) => boolean;
  refusal: DoubleReply;
};

/** A provider's API over real HTTP on loopback, with its bad days. */
export async function startHttpDouble({ handle, isCreation, refusal }: Options) {
  let mood: DoubleMood = "ok";

  /** Null hangs up without an answer. */
  async function answer(request: DoubleRequest): Promise<DoubleReply | null> {
    if (mood === "500") return { status: 503, body: { error: "unavailable" } };
    if (mood === "refuse") return refusal;
    const reply = await handle(request);
    return mood === "timeout-after-create" && isCreation(request) ? null : reply;
  }

  const server = createServer((request, response) => {
    void read(request)
      .then(answer)
      .catch(() => ({ status: 400, body: { error: "bad request" } }))
      .then((reply) => {
        if (!reply) return void response.destroy();
        response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
        response.end(JSON.stringify(reply.body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setMood: (wanted: DoubleMood) => {
      mood = wanted;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<DoubleRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: new Headers(request.headers as Record<string, string>),
    text: Buffer.concat(chunks).toString("utf8"),
  };
}
