import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Sql } from "@/db/client";
import { safeEqual } from "@/server/core/crypto";
import type { Logger } from "@/server/core/logger";
import type { DemoPanelVersion, Panel } from "./context";
import {
  type DemoTraffic,
  type DemoUserEdit,
  editUser,
  panelState,
  simulateTraffic,
  switchNode,
} from "./control";
import {
  businessError,
  forbidden,
  noSuchRoute,
  PanelError,
  type Reply,
  unauthorized,
} from "./errors";
import { expireUsers, limitUsers, startJobs } from "./jobs";
import type { DemoUserSeed } from "./model";
import { createWeather, type Mood, write } from "./moods";
import { createRouter } from "./router";
import { openUserStore } from "./store";
import { InvalidRequest, validationError } from "./validation";
import { createWebhookSender } from "./webhooks";
import { EXTERNAL_SQUADS, INTERNAL_SQUADS, NODES } from "./world";

export type { DemoPanelVersion } from "./context";
export type { DemoTraffic, DemoUserEdit } from "./control";
export type { DemoUserSeed } from "./model";
export type { Mood } from "./moods";

export type DemoPanelOptions = {
  /** A pool to share, or a database to connect to. Without either nothing outlives the process. */
  sql?: Sql;
  databaseUrl?: string;
  /** 0, the default, is any free one. */
  port?: number;
  token: string;
  /** Asked at each delivery: the shop may learn its own port late. */
  webhookUrl: () => string;
  webhookSecret: string;
  /** Where customers' links point; the short uuid is appended. */
  publicSubBase: string | (() => string);
  version?: DemoPanelVersion;
  logger: Logger;
  /** People use traffic by themselves (default true). */
  living?: boolean;
  /** The panel waits 5 s before it repeats a webhook. */
  webhookRetryDelayMs?: number;
  /** Milliseconds of work per user of a page; a real panel on two cores needs about 0.07. */
  streamMsPerUser?: number;
  now?: () => number;
};

export type DemoPanel = Awaited<ReturnType<typeof startDemoPanel>>;

/** A Remnawave panel on loopback: the real one's protocol, rules and habits, bad days included. */
export async function startDemoPanel(options: DemoPanelOptions) {
  const { token, logger: log, now = Date.now, version = "3.3.2" } = options;
  const own =
    !options.sql && options.databaseUrl ? connect(options.databaseUrl, { max: 2 }).sql : null;
  const { publicSubBase } = options;
  const panel: Panel = {
    version,
    legacy: version.startsWith("2."),
    store: await openUserStore(options.sql ?? own ?? undefined, now),
    hooks: createWebhookSender({
      url: options.webhookUrl,
      secret: options.webhookSecret,
      retryDelayMs: options.webhookRetryDelayMs ?? 5_000,
      now,
      log,
    }),
    now,
    startedAt: now(),
    publicSubBase: typeof publicSubBase === "function" ? publicSubBase : () => publicSubBase,
    nodesDown: new Set(),
    log,
  };
  const weather = createWeather();
  const match = createRouter(panel, weather);
  const authorized = (request: IncomingMessage) =>
    safeEqual(request.headers.authorization ?? "", `Bearer ${token}`);

  /** Carries a request out. Everything that can go wrong becomes a body the panel would send. */
  async function answer(request: IncomingMessage, url: URL): Promise<Reply> {
    const method = request.method ?? "GET";
    const found = match(method, url.pathname);
    if (!found) return noSuchRoute(method, request.url ?? "");
    if (!found.route.open && !authorized(request)) return unauthorized;
    if (weather.mood() === "deleted-token" && url.pathname.startsWith("/api/")) return forbidden;
    try {
      const body = await readJson(request);
      const query = Object.fromEntries(url.searchParams);
      const { headers } = request;
      return await found.route.handler({ panel, params: found.params, query, body, headers });
    } catch (error) {
      if (error instanceof PanelError) return businessError(error, url.pathname, now());
      if (error instanceof InvalidRequest) return validationError(error.issues, panel.legacy);
      log.error({ err: error }, "the demo panel failed");
      return { status: 500, json: { statusCode: 500, message: "Internal server error" } };
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://panel");
    // The control page must get through on any day.
    if (url.pathname.startsWith("/__demo/")) return write(response, await answer(request, url));
    const { "x-forwarded-for": by, "x-forwarded-proto": proto } = request.headers;
    if (!by || proto !== "https") {
      request.socket.destroy();
      return;
    }
    const ended = await weather.before(request);
    if (ended === true) return;
    const reply = ended ?? (await answer(request, url));
    if (options.streamMsPerUser && url.pathname === "/api/users/stream") {
      const page = reply.json as { response?: { users?: unknown[] } };
      await sleep((page.response?.users?.length ?? 0) * options.streamMsPerUser);
    }
    weather.send(request, response, reply);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log.error({ err: error }, "the demo panel failed");
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const stopJobs = startJobs(panel, { living: options.living ?? true });
  panel.hooks.send("service", "service.panel_started", { panelVersion: version });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** For the seed: what plans can refer to. */
    internalSquads: INTERNAL_SQUADS.map(({ uuid, name }) => ({ uuid, name })),
    externalSquads: EXTERNAL_SQUADS.map(({ uuid, name }) => ({ uuid, name })),
    nodes: NODES.map(({ uuid, name }) => ({ uuid, name })),

    mood: () => weather.mood(),
    setMood: (mood: Mood, more?: { delayMs?: number }) => weather.set(mood, more),
    setWebhooks: (enabled: boolean) => panel.hooks.setEnabled(enabled),
    state: () => panelState(panel, weather),
    users: () => panel.store.size(),
    /** Everybody, for the seed to learn their numbers. */
    allUsers: () => panel.store.all(),
    /** Adds users silently, so many made up or as given; existing usernames are skipped. */
    seedUsers: (seeds: number | Iterable<DemoUserSeed>, more?: { persist?: boolean }) =>
      panel.store.seed(typeof seeds === "number" ? madeUp(seeds, now()) : seeds, more),
    editUser: (name: string, edit: DemoUserEdit) => editUser(panel, name, edit),
    simulateTraffic: (traffic: DemoTraffic) => simulateTraffic(panel, traffic),
    switchNode: (uuidOrName: string, connected: boolean) =>
      switchNode(panel, uuidOrName, connected),
    /** Expiry and limits now instead of within 45 s. */
    async runJobs() {
      return { expired: await expireUsers(panel), limited: await limitUsers(panel) };
    },
    /** No webhook is waiting or under way. */
    webhooksIdle: () => panel.hooks.idle(),

    async stop(): Promise<void> {
      stopJobs();
      panel.hooks.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await panel.store.flush();
      await own?.end({ timeout: 5 });
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (chunks.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    throw new PanelError(400, "E001", "Unexpected token in JSON");
  }
}

/** Users that nobody has a story for: enough for lists and measurements. */
function* madeUp(count: number, now: number): Generator<DemoUserSeed> {
  const premium = INTERNAL_SQUADS.find(({ name }) => name === "Premium")?.uuid ?? "";
  const squads = [premium];
  for (let n = 1; n <= count; n++) {
    const online = n % 3 === 0 ? null : now - (n % 500) * 60_000;
    yield {
      username: `bulk_${String(n).padStart(6, "0")}`,
      expireAt: now + ((n % 360) + 2) * 86_400_000,
      telegramId: 500_000_000 + n,
      trafficLimitBytes: n % 4 === 0 ? 0 : 107_374_182_400,
      trafficLimitStrategy: "MONTH",
      hwidDeviceLimit: n % 5,
      squads,
      usedBytes: (n % 97) * 1_000_003,
      lifetimeBytes: (n % 997) * 10_000_019,
      onlineAt: online,
      firstConnectedAt: online,
    };
  }
}
