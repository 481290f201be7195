/**
 * The world outside of the shop in a process of its own, so that its work is not counted as ours: a panel, a
 * payment gateway, and a Bot API that only says yes. `BENCH_OUTSIDE` holds its settings.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { connectRaw } from "@/db/client";
import { startDemoGateway } from "@/server/demo/gateway";
import { startDemoPanel } from "@/server/demo/panel";
import { type Load, load } from "./shop";

type Settings = { databaseUrl: string; shopUrl: string; users: number };
export type Outside = {
  panelUrl: string;
  gatewayUrl: string;
  botApiUrl: string;
  /** The customer pays on the gateway's page. */
  pay(paymentId: string): void;
  /** Telegram delivers so many updates, some at once, and measures the answers. */
  deliver(path: string, count: number): Promise<Load>;
  stop(): void;
};

export const PANEL_TOKEN = "bench-token";
export const GATEWAY_KEY = "k".repeat(32);
export const BOT_TOKEN = "7000000001:bench-token";
export const WEBHOOK_SECRET = "bench-webhook-secret-0123456789abcdef";

/** People who write to the bot. */
const PERSONS = 500;
const COMMANDS = ["/start", "/subscriptions", "/help", "/start", "/paysupport"];
const AT_ONCE = 4;

type Message =
  | { do: "pay"; id: string }
  | { do: "deliver"; path: string; count: number }
  | { ready: Pick<Outside, "panelUrl" | "gatewayUrl" | "botApiUrl"> }
  | { load: Load };

export async function startOutside(settings: Settings): Promise<Outside> {
  const child = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, BENCH_OUTSIDE: JSON.stringify(settings) },
  });
  const answer = await heard(child, "ready");
  return {
    ...answer.ready,
    pay: (id) => void child.send({ do: "pay", id } satisfies Message),
    async deliver(path, count) {
      const answered = heard(child, "load");
      child.send({ do: "deliver", path, count } satisfies Message);
      return (await answered).load;
    },
    stop: () => void child.kill(),
  };
}

function heard<K extends "ready" | "load">(child: ChildProcess, key: K) {
  return new Promise<Extract<Message, { [P in K]: unknown }>>((resolve, reject) => {
    const listen = (message: Message) => {
      if (!(key in message)) return;
      child.off("message", listen);
      resolve(message as Extract<Message, { [P in K]: unknown }>);
    };
    child.on("message", listen);
    child.once("exit", () => reject(new Error("the outside world ended")));
  });
}

async function outside({ databaseUrl, shopUrl, users }: Settings): Promise<void> {
  const log = pino({ level: "silent" });
  const panel = await startDemoPanel({
    token: PANEL_TOKEN,
    webhookUrl: () => `${shopUrl}/api/webhooks/remnawave`,
    webhookSecret: WEBHOOK_SECRET,
    publicSubBase: "https://sub.example.com",
    logger: log,
    living: false,
    // A real panel on two cores streams 10,000 users in 0.6–0.9 s.
    streamMsPerUser: 0.07,
  });
  if (users > 0) await panel.seedUsers(users);
  const gateway = await startDemoGateway({
    sql: connectRaw(databaseUrl, { max: 4 }),
    key: GATEWAY_KEY,
    webhookUrl: () => `${shopUrl}/api/webhooks/payments/demo`,
    publicBase: () => "http://127.0.0.1/pay",
    log,
  });
  const botApiUrl = await startBotApi();
  let updateId = 0;
  const deliver = (path: string) => async (n: number) => {
    const answer = await fetch(shopUrl + path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": WEBHOOK_SECRET,
      },
      body: JSON.stringify(updateOf(++updateId, n)),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the shop answered ${answer.status}`);
  };
  process.on("message", (message: Message) => {
    if (!("do" in message)) return;
    if (message.do === "pay") void gateway.act(message.id, "pay");
    else {
      void load(message.count, AT_ONCE, deliver(message.path)).then((done) =>
        process.send?.({ load: done } satisfies Message),
      );
    }
  });
  const ready = { panelUrl: panel.url, gatewayUrl: gateway.url, botApiUrl };
  process.send?.({ ready } satisfies Message);
}

/** A person's command, as Telegram tells of it. */
function updateOf(updateId: number, n: number): object {
  const id = 1_000_000 + (n % PERSONS);
  const text = COMMANDS[n % COMMANDS.length] ?? "/start";
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1000),
      chat: { id, type: "private", first_name: "Ann" },
      from: { id, is_bot: false, first_name: "Ann", language_code: "en" },
      text,
      entities: [{ type: "bot_command", offset: 0, length: text.length }],
    },
  };
}

async function startBotApi(): Promise<string> {
  const result = { message_id: 1, date: 0, chat: { id: 1, type: "private" }, text: "" };
  const answer = JSON.stringify({ ok: true, result });
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.setHeader("content-type", "application/json").end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.env.BENCH_OUTSIDE) {
  process.once("disconnect", () => process.exit(0));
  await outside(JSON.parse(process.env.BENCH_OUTSIDE) as Settings);
}
