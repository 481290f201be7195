import { setTimeout as sleep } from "node:timers/promises";
import { ZodError } from "zod";
import { classifyFailure } from "./classify";
import { DecodeError } from "./decode-user";
import { type PanelFailure, type PanelOutcome, panelOk, unavailable } from "./outcome";

export type PanelConnection = {
  /** Host name or URL; https unless it is this machine, a single-label name or says otherwise. */
  host: string;
  port?: number;
  token: string;
  /** `X-Api-Key` of Caddy with auth (plain) or TinyAuth (`Basic …`). */
  caddyToken?: string;
  /** Reverse proxies that admit by cookie: `NAME=VALUE` or `NAME:VALUE`. */
  cookie?: string;
  /** One attempt; default 10 s. */
  timeoutMs?: number;
  /** Further attempts of a GET; default 2. Writes are never repeated here. */
  retries?: number;
  /** First pause between attempts, doubled each time; default 250 ms. */
  backoffMs?: number;
  fetch?: typeof fetch;
};

export type PanelRequest<T> = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  body?: unknown;
  signal?: AbortSignal;
  /** Reads `response` of a 2xx body; absent for calls whose answer carries nothing. May throw. */
  decode: ((response: unknown) => T) | null;
};

export type Transport = {
  baseUrl: string;
  send<T>(request: PanelRequest<T>): Promise<PanelOutcome<T>>;
};

/** Builds `https://host[:port][/prefix]` from what operators type; a trailing `/api` is forgiven. */
export function panelBaseUrl(host: string, port?: number): string {
  const given = host
    .trim()
    .replace(/\/+$/, "")
    .replace(/\/api$/, "");
  const url = new URL(/^https?:\/\//i.test(given) ? given : `${schemeOf(given)}://${given}`);
  if (port !== undefined && url.port === "") url.port = String(port);
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** Loopback and single-label names (a neighbour container) have no certificate. */
function schemeOf(host: string): "http" | "https" {
  const name = host.replace(/[:/].*$/, "");
  const local = name === "" || !name.includes(".") || name.startsWith("127.");
  return local ? "http" : "https";
}

function headersOf(connection: PanelConnection): Record<string, string> {
  const headers: Record<string, string> = {
    accept: "application/json",
    authorization: `Bearer ${connection.token}`,
    // The panel destroys the socket of a direct connection that lacks either of these.
    "x-forwarded-proto": "https",
    "x-forwarded-for": "127.0.0.1",
    "user-agent": "rezeis",
  };
  if (connection.caddyToken) headers["x-api-key"] = connection.caddyToken.trim();
  const cookie = /^([^=:]+)[=:](.+)$/.exec(connection.cookie?.trim() ?? "");
  if (cookie) headers.cookie = `${cookie[1]}=${cookie[2]}`;
  return headers;
}

export function createTransport(connection: PanelConnection): Transport {
  const baseUrl = panelBaseUrl(connection.host, connection.port);
  const headers = headersOf(connection);
  const { timeoutMs = 10_000, retries = 2, backoffMs = 250, fetch: fetcher = fetch } = connection;

  async function attempt<T>(request: PanelRequest<T>): Promise<PanelOutcome<T>> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    let status: number;
    let body: string;
    try {
      const response = await fetcher(`${baseUrl}${request.path}`, {
        method: request.method,
        headers:
          request.body === undefined ? headers : { ...headers, "content-type": "application/json" },
        body: request.body === undefined ? undefined : JSON.stringify(request.body),
        redirect: "manual",
        signal,
      });
      status = response.status;
      body = await response.text();
    } catch (error) {
      return brokenConnection(error, timeout.aborted, timeoutMs);
    }
    if (status >= 300 && status < 400) {
      return unavailable("not_the_panel", "The address answers with a redirect", { status });
    }
    if (status < 200 || status >= 400) return classifyFailure(status, body);
    return readBody(request, status, body);
  }

  return {
    baseUrl,
    async send(request) {
      const attempts = request.method === "GET" ? retries + 1 : 1;
      let outcome = await attempt(request);
      for (let n = 1; n < attempts && mayRetry(outcome) && !request.signal?.aborted; n++) {
        await sleep(backoffMs * 2 ** (n - 1) * (0.75 + Math.random() / 2));
        outcome = await attempt(request);
      }
      return outcome;
    },
  };
}

function readBody<T>(request: PanelRequest<T>, status: number, body: string): PanelOutcome<T> {
  // Nothing is expected (204, queued 202): any body will do.
  if (!request.decode) return panelOk(undefined as T);
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || !("response" in parsed)) {
      return unavailable("undecodable", "The body has no `response`", { status });
    }
    return panelOk(request.decode(parsed.response));
  } catch (error) {
    return unavailable("undecodable", undecodable(error), { status });
  }
}

/** Names the place only: messages of JSON.parse quote the body, which holds customers' secrets. */
function undecodable(error: unknown): string {
  if (error instanceof DecodeError) return error.message;
  if (error instanceof ZodError) {
    return `The panel's answer has an unexpected ${error.issues[0]?.path.join(".") || "body"}`;
  }
  return "The body is not JSON";
}

const CONNECT_CODES = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

function brokenConnection(error: unknown, timedOut: boolean, timeoutMs: number): PanelFailure {
  if (timedOut) return unavailable("timeout", `No answer within ${timeoutMs} ms`);
  const code = errorCode(error);
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return unavailable("timeout", "Could not connect in time");
  if (CONNECT_CODES.has(code) || /CERT|SSL|TLS/.test(code)) {
    return unavailable("network", `Could not connect (${code})`);
  }
  return unavailable("dropped", `The connection was dropped (${code || "no reason given"})`);
}

function errorCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    if (at instanceof AggregateError && at.errors[0] instanceof Error) {
      const first = errorCode(at.errors[0]);
      if (first) return first;
    }
  }
  return "";
}

function mayRetry(outcome: PanelOutcome<unknown>): boolean {
  return (
    outcome.kind === "unavailable" &&
    outcome.reason !== "unknown_route" &&
    outcome.reason !== "unsupported_version"
  );
}
