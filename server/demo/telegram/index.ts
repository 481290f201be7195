import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Sql } from "@/db/client";
import { randomToken, safeEqual } from "@/server/core/crypto";
import type { Logger } from "@/server/core/logger";
import { parseJson, readBody, readParams } from "./body";
import type { Telegram } from "./context";
import { control, telegramState } from "./control";
import { createDelivery } from "./delivery";
import { ApiError, bad } from "./errors";
import { botMethods } from "./methods/bot";
import { mediaMethods } from "./methods/media";
import { messageMethods } from "./methods/messages";
import { paymentMethods } from "./methods/payments";
import { createWeather, type TelegramMood } from "./moods";
import { savePerson } from "./people";
import { openStore } from "./store";
import type { Person } from "./types";

export type DemoTelegramOptions = {
  sql: Sql;
  /** As BotFather gives it: `<bot id>:<secret>`. */
  token: string;
  webhookSecret: string;
  /** Where updates go until the bot says otherwise. Asked at each delivery. */
  webhookUrl: () => string;
  /** What the menu button opens until the bot says otherwise. */
  miniAppUrl: () => string;
  /** Where an address the bot gave is really reached; the shop's public name may not resolve here. */
  route?: (url: string) => string;
  /** People who exist without having been made here. */
  lookup?: (id: number) => Promise<Person | null>;
  username?: string;
  logger: Logger;
  /** 0, the default, is any free one. */
  port?: number;
  /** The first pause before an update is delivered again; it doubles. */
  retryDelayMs?: number;
};

export type DemoTelegram = Awaited<ReturnType<typeof startDemoTelegram>>;

const METHODS = new Map(
  Object.entries({ ...botMethods, ...messageMethods, ...mediaMethods, ...paymentMethods }).map(
    ([name, method]) => [name.toLowerCase(), method] as const,
  ),
);

/** The Bot API on loopback, with people behind it whom a page or a test plays. */
export async function startDemoTelegram(options: DemoTelegramOptions) {
  const { token, logger: log } = options;
  const controlToken = randomToken();
  const weather = createWeather();
  const store = await openStore(options.sql);
  const delivery = createDelivery({
    sql: options.sql,
    webhook: () => telegram.webhook,
    route: options.route ?? ((url) => url),
    suspended: () => weather.mood() === "down",
    retryDelayMs: options.retryDelayMs ?? 1_000,
    log,
  });
  const telegram: Telegram = {
    token,
    bot: {
      id: Number(token.split(":")[0]),
      is_bot: true,
      first_name: "Rezeis VPN",
      username: options.username ?? "rezeis_demo_bot",
    },
    store,
    delivery,
    weather,
    webhook: {
      get url() {
        return options.webhookUrl();
      },
      secret: options.webhookSecret,
      allowed: null,
    },
    miniAppUrl: options.miniAppUrl,
    lookup: options.lookup ?? (async () => null),
    callbacks: new Map(),
    checkouts: new Map(),
    log,
  };

  async function callMethod(request: IncomingMessage, name: string, query: URLSearchParams) {
    const params = await readParams(request, query);
    const method = METHODS.get(name.toLowerCase());
    if (!method) throw new ApiError(404, "Not Found: method not found");
    return method(telegram, params);
  }

  async function callControl(request: IncomingMessage, url: URL): Promise<unknown> {
    if (!safeEqual(request.headers.authorization ?? "", `Bearer ${controlToken}`)) {
      throw new ApiError(401, "Unauthorized");
    }
    const body = await readBody(request);
    const result = await control(telegram, {
      method: request.method ?? "GET",
      path: url.pathname.slice("/__demo/".length),
      query: url.searchParams,
      body: body.length > 0 ? parseJson(body) : {},
    });
    if (result === null) throw new ApiError(404, "Not Found");
    return result;
  }

  async function sendFile(response: ServerResponse, id: string): Promise<void> {
    const file = await store.file(id);
    if (!file) throw new ApiError(404, "Not Found");
    response.writeHead(200, { "content-type": file.mime }).end(Buffer.from(file.bytes));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://telegram");
    // The people behind the screen get through on any day.
    if (url.pathname.startsWith("/__demo/files/")) {
      return sendFile(response, url.pathname.slice("/__demo/files/".length));
    }
    if (url.pathname.startsWith("/__demo/")) {
      return answer(response, await callControl(request, url));
    }
    const [, file, given = "", name = ""] =
      /^(\/file)?\/bot([^/]+)\/([\w/-]+)$/.exec(url.pathname) ?? [];
    if (!given) throw new ApiError(404, "Not Found");
    // Some clients escape the colon.
    if (!safeEqual(given.replace(/%3A/i, ":"), token)) throw new ApiError(401, "Unauthorized");
    if (await weather.before(request)) return;
    if (file) return sendFile(response, name.replace(/^files\//, ""));
    answer(response, await callMethod(request, name, url.searchParams));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      refuse(response, asApiError(error, log));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  if ((await store.persons()).length === 0) await firstPeople(telegram);
  await delivery.start();

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Bearer token of everything under `/__demo/`. */
    controlToken,
    username: telegram.bot.username ?? "",
    mood: () => weather.mood(),
    setMood(mood: TelegramMood, more?: { delayMs?: number }): void {
      weather.set(mood, more);
      delivery.hurry();
    },
    state: () => telegramState(telegram),
    async stop(): Promise<void> {
      await delivery.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Somebody to be, so that the chat is not empty at first sight. */
async function firstPeople(telegram: Telegram): Promise<void> {
  await savePerson(telegram, { id: 9_000_000_001, firstName: "Alex", language: "en" });
  await savePerson(telegram, { id: 9_000_000_002, firstName: "Мария", language: "ru" });
}

function asApiError(error: unknown, log: Logger): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return bad(`${issue?.path.join(".") || "body"}: ${issue?.message}`);
  }
  if (isUnstorable(error)) return bad("strings must be encoded in UTF-8");
  log.error({ err: error }, "the demo Telegram failed");
  return new ApiError(500, "Internal Server Error");
}

/** PostgreSQL's data exceptions: zero bytes and half characters, which no JSON of its own may hold. */
const isUnstorable = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^22/.test(String(error.code));

const answer = (response: ServerResponse, result: unknown): void =>
  write(response, 200, { ok: true, result });

function refuse(response: ServerResponse, { code, description, parameters }: ApiError): void {
  write(response, code, {
    ok: false,
    error_code: code,
    description,
    ...(parameters ? { parameters } : {}),
  });
}

function write(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response
    .writeHead(status, { "content-type": "application/json", "content-length": body.length })
    .end(body);
}
