import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import type { Sql } from "@/db/client";
import { type DemoTelegramOptions, startDemoTelegram } from "./index";

export const TEST_BOT_TOKEN = "7000000001:test-token";
export const TEST_WEBHOOK_SECRET = "test-webhook-secret-0123456789";

/** A stand-in for tests with quick repeats, and ways to call it as the bot and as its people. */
export async function startTestTelegram(sql: Sql, options: Partial<DemoTelegramOptions> = {}) {
  const telegram = await startDemoTelegram({
    sql,
    token: TEST_BOT_TOKEN,
    webhookSecret: TEST_WEBHOOK_SECRET,
    webhookUrl: () => "http://127.0.0.1:9/nobody",
    miniAppUrl: () => "https://shop.example.com/miniapp",
    logger: pino({ level: "silent" }),
    retryDelayMs: 5,
    ...options,
  });

  /** Calls a method as a bot does; the answer as it is. */
  async function call(method: string, params: object = {}) {
    const response = await fetch(`${telegram.url}/bot${TEST_BOT_TOKEN}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    return (await response.json()) as {
      ok: boolean;
      // biome-ignore lint/suspicious/noExplicitAny: a test reads what it has just made
      result?: any;
      error_code?: number;
      description?: string;
      parameters?: { retry_after?: number };
    };
  }

  /** Acts as the people behind this Telegram; throws what was refused. */
  async function act<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    const response = await fetch(`${telegram.url}/__demo/${path}`, {
      method,
      headers: { authorization: `Bearer ${telegram.controlToken}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as { ok: boolean; result: T; description?: string };
    if (!answer.ok) throw new Error(answer.description);
    return answer.result;
  }

  return { ...telegram, call, act };
}

export type ReceivedUpdate = Record<string, unknown> & { update_id: number };

/** A webhook that takes updates; `answer` decides the status of each, after acting on it. */
export async function startUpdateReceiver(
  answer: (update: ReceivedUpdate, nth: number) => number | Promise<number> = () => 200,
) {
  const received: ReceivedUpdate[] = [];
  const secrets: (string | string[] | undefined)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const update = JSON.parse(Buffer.concat(chunks).toString("utf8")) as ReceivedUpdate;
      received.push(update);
      secrets.push(request.headers["x-telegram-bot-api-secret-token"]);
      void Promise.resolve(answer(update, received.length)).then((status) =>
        response.writeHead(status).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    secrets,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
