import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { type DemoPanelOptions, startDemoPanel } from "./index";

export const DEMO_TOKEN = "demo-token";
export const DEMO_SECRET = "demo-webhook-secret-0123456789abcdef";

/** A stand-in for tests: no life of its own, quick webhook repeats, in memory unless told otherwise. */
export const startTestPanel = (options: Partial<DemoPanelOptions> = {}) =>
  startDemoPanel({
    token: DEMO_TOKEN,
    webhookUrl: () => "http://127.0.0.1:9/nobody",
    webhookSecret: DEMO_SECRET,
    publicSubBase: "https://127.0.0.1:3901/api/sub",
    logger: pino({ level: "silent" }),
    living: false,
    webhookRetryDelayMs: 1,
    ...options,
  });

export type ReceivedHook = { body: string; signature: string; timestamp: string };

/** Takes webhooks; `answer` decides the status of the nth one (from 1). */
export async function startHookReceiver(answer: (nth: number) => number = () => 200) {
  const received: ReceivedHook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        body: Buffer.concat(chunks).toString("utf8"),
        signature: String(request.headers["x-remnawave-signature"]),
        timestamp: String(request.headers["x-remnawave-timestamp"]),
      });
      response.writeHead(answer(received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    events: () => received.map(({ body }) => (JSON.parse(body) as { event: string }).event),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
