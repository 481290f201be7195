import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";

/** The SDK's serve handler: a web request in, a web response out. */
export type ServeHandler = (request: Request) => Promise<Response>;

export type InngestEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
};

/** What a call of a function asks for next. */
export type Operation = {
  op: string;
  id: string;
  name?: string;
  data?: unknown;
  error?: unknown;
  opts?: {
    parallelMode?: string;
    if?: string;
    timeout?: string;
    signal?: string;
    function_id?: string;
    payload?: { data?: Record<string, unknown> };
  };
};

export type CallResult =
  | { kind: "done"; output: unknown }
  | { kind: "operations"; operations: Operation[] }
  | { kind: "error"; error: unknown; retriable: boolean; retryAfterMs: number | null };

export type CallInput = {
  runId: string;
  fnId: string;
  stepId: string;
  event: InngestEvent;
  steps: [id: string, result: unknown][];
  attempt: number;
  maxAttempts: number;
  immediate: boolean;
};

export type Protocol = ReturnType<typeof createProtocol>;

/** Speaks the SDK's public serve protocol to a handler in this process. */
export function createProtocol(options: {
  handler: ServeHandler;
  url: string;
  signingKey?: string;
}) {
  async function send(method: string, query: string, body: unknown, extra: Record<string, string>) {
    const raw = canonicalize(body) ?? "{}";
    const headers: Record<string, string> = {
      host: new URL(options.url).host,
      "content-type": "application/json",
      "x-inngest-server-kind": "dev",
      ...extra,
    };
    if (options.signingKey) headers["x-inngest-signature"] = sign(options.signingKey, raw);
    const response = await options.handler(
      new Request(options.url + query, { method, headers, body: raw }),
    );
    const text = await response.text();
    return { response, body: parse(text) };
  }

  return {
    /** The configuration of every registered function. */
    async discover(): Promise<unknown[]> {
      const { response, body } = await send(
        "PUT",
        "",
        { url: options.url },
        { "x-inngest-sync-kind": "in_band" },
      );
      const functions = (body as { functions?: unknown[] }).functions;
      if (response.status !== 200 || !functions) {
        throw new Error(`the functions could not be read (HTTP ${response.status})`);
      }
      return functions;
    },

    async call(input: CallInput): Promise<CallResult> {
      const { response, body } = await send(
        "POST",
        `?fnId=${encodeURIComponent(input.fnId)}&stepId=${input.stepId}`,
        {
          version: 2,
          event: input.event,
          events: [input.event],
          steps: Object.fromEntries(input.steps),
          ctx: {
            run_id: input.runId,
            attempt: input.attempt,
            max_attempts: input.maxAttempts,
            disable_immediate_execution: !input.immediate,
            use_api: false,
            stack: { stack: input.steps.map(([id]) => id), current: input.steps.length },
          },
        },
        { "x-inngest-req-version": "2" },
      );
      if (response.status === 200) return { kind: "done", output: body };
      if (response.status === 206) return { kind: "operations", operations: body as Operation[] };
      return {
        kind: "error",
        error: body,
        retriable: response.headers.get("x-inngest-no-retry") !== "true",
        retryAfterMs: retryAfter(response.headers.get("retry-after")),
      };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { name: "Error", message: text };
  }
}

/** Seconds or a date. */
export function retryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function sign(key: string, raw: string): string {
  const t = Math.floor(Date.now() / 1000);
  const s = createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(raw)
    .update(String(t))
    .digest("hex");
  return `t=${t}&s=${s}`;
}
