import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type CapturedVersion, captures } from "./captures";

export type SeenRequest = { method: string; path: string; body: unknown };

/**
 * A panel that answers with captured bytes. `play(name)` queues the answer to the next request; a version
 * probe that nobody queued is answered too. Like the panel, it drops connections without forwarded headers.
 */
export async function startReplayServer(version: CapturedVersion) {
  const tape = captures(version);
  const queue: string[] = [];
  const seen: SeenRequest[] = [];

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { "x-forwarded-for": by, "x-forwarded-proto": proto } = request.headers;
      if (!by || !proto) return request.socket.destroy();
      const isProbe = request.url === "/api/system/metadata" && queue[0] !== "system-metadata";
      const name = isProbe ? "system-metadata" : queue.shift();
      const answer = name === undefined ? undefined : tape[name];
      if (!isProbe) {
        seen.push({
          method: request.method ?? "",
          path: request.url ?? "",
          body: body === "" ? null : JSON.parse(body),
        });
      }
      if (!answer) return response.writeHead(599).end(`nothing queued for ${request.url}`);
      if (answer.contentType) response.setHeader("content-type", answer.contentType);
      return response.writeHead(answer.status).end(answer.response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tape,
    seen,
    play(...names: string[]) {
      for (const name of names) if (!tape[name]) throw new Error(`There is no capture ${name}`);
      queue.splice(0, queue.length, ...names);
      seen.length = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
