import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { refusalOf } from "./front-door.mjs";
import { root } from "./root.mjs";

const BOOT = Symbol.for("rezeis.boot");
const REALTIME = Symbol.for("rezeis.realtime");
const STOP_WITHIN_MS = 10_000;
/** Proxies keep idle connections for 60 s: whoever closes first must be them, or a request meets a closed door. */
const KEEP_ALIVE_MS = 65_000;
/** Above the former, since Node counts it from the last answer on a kept connection. */
const HEADERS_MS = 70_000;
/** For a whole request to arrive: an operator's import over a slow line, not somebody who drips bytes. */
const REQUEST_MS = 300_000;

/**
 * Serves the application in this process until a signal ends it.
 * @param {{ dev: boolean }} options
 */
export async function serve({ dev }) {
  process.env.NODE_ENV = dev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  const require = createRequire(path.join(root, "package.json"));
  // The same files that Next would read, but before the port is needed.
  require("@next/env").loadEnvConfig(root, dev, { info: () => {}, error: console.error });
  const port = /^\d+$/.test(process.env.PORT ?? "") ? Number(process.env.PORT) : 3000;

  const front = createFront();
  await listen(front.server, port);
  const app = require("next")({ dev, dir: root, port, httpServer: front.forNext, quiet: !dev });
  stopOnSignals(front.server, app);
  await app.prepare();
  front.open(app.getRequestHandler());
  announce(await booted(port));
}

/**
 * Next runs instrumentation.ts, which starts everything else or ends the process with the reason, before it
 * answers a first request: so this makes one.
 */
async function booted(port) {
  await fetch(`http://127.0.0.1:${port}/api/health`);
  const boot = await globalThis[BOOT];
  if (boot) return boot;
  console.error("The application did not start; what Next said is above.");
  process.exit(1);
}

/**
 * The HTTP server: realtime connections go to the realtime server, the rest to Next. It listens before the
 * application is up, so that a taken port is found before a database is touched.
 */
function createFront() {
  let handle = null;
  // Next attaches its own upgrade listener to the server it is shown, and would answer ours as well.
  const forNext = new EventEmitter();
  const server = createServer((req, res) => {
    // Handlers see no socket: who is at its other end is said here, and by nobody else.
    req.headers["x-rezeis-peer"] = req.socket.remoteAddress ?? "";
    const realtime = isRealtime(req) ? globalThis[REALTIME] : undefined;
    if (realtime && handle) return realtime.handleRequest(req, res);
    const refusal = refusalOf(req);
    if (refusal) return refuse(res, refusal);
    if (handle) return handle(req, res);
    res.writeHead(503, { "retry-after": "1", "content-type": "text/plain" }).end("Starting …\n");
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.on("upgrade", (req, socket, head) => {
    const realtime = isRealtime(req) ? globalThis[REALTIME] : undefined;
    if (realtime) realtime.handleUpgrade(req, socket, head);
    else if (!forNext.emit("upgrade", req, socket, head)) socket.destroy();
  });
  return {
    server,
    forNext,
    open(next) {
      handle = next;
    },
  };
}

/** What is not read of a body would be taken for the next request: the connection ends with the answer. */
function refuse(res, { status, why }) {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
  res.end(`${why}\n`);
}

const isRealtime = (req) => req.url?.startsWith("/realtime/") ?? false;

function listen(server, port) {
  return new Promise((resolve) => {
    server.once("error", (error) => {
      console.error(
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`
          : `Port ${port} cannot be used: ${error.message}`,
      );
      process.exit(1);
    });
    server.listen(port, resolve);
  });
}

/** The first signal stops everything in order, a second one at once. */
function stopOnSignals(server, app) {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    const late = setTimeout(() => {
      console.error("Something did not stop in time.");
      process.exit(1);
    }, STOP_WITHIN_MS);
    late.unref();
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
    // Started only half: boot finishes first, and its failure ends the process by itself.
    const boot = await globalThis[BOOT];
    await boot?.stop();
    await app.close().catch(() => {});
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
}

function announce({ addresses, notices, adminLogin }) {
  const lines = [
    "",
    "Rezeis is ready.",
    "",
    `  Dashboard   ${addresses.admin}`,
    `  Mini App    ${addresses.miniapp}`,
  ];
  if (addresses.demo) {
    lines.push(`  Demo chat   ${addresses.demo}/chat`, `  Demo desk   ${addresses.demo}`);
  }
  if (adminLogin) {
    lines.push("", "  Sign in as (shown this once, write it down):");
    lines.push(`    ${adminLogin.email}`, `    ${adminLogin.password}`);
  }
  for (const notice of notices) lines.push("", `  ! ${notice}`);
  console.log(`${lines.join("\n")}\n`);
}
