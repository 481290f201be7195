/** The SDK's serve handler: a web request in, a web response out. */
export type ServeHandler = (request: Request) => Promise<Response>;

export type InngestEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
};

export type StepResult = { type: "data"; data: unknown } | { type: "error"; error: unknown };
export type StepEntry = [id: string, result: StepResult];

/** What a call of a function asks for next, or tells of. */
export type Operation = {
  op: string;
  id: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: unknown;
  opts?: {
    parallelMode?: string;
    if?: string;
    timeout?: string;
    signal?: string;
    conflict?: string;
    function_id?: string;
    payload?: { data?: Record<string, unknown> };
  };
};

export type CallResult =
  | { kind: "done"; output: unknown }
  | { kind: "operations"; operations: Operation[]; retryAfterMs: number | null }
  | { kind: "error"; error: unknown; retriable: boolean; retryAfterMs: number | null };

export type CallInput = {
  runId: string;
  fnId: string;
  stepId: string;
  event: InngestEvent;
  steps: StepEntry[];
  attempt: number;
  maxAttempts: number;
  immediate: boolean;
  /** Names this very call when the SDK reports finished steps while it goes on. */
  checkpointId: string;
};

export type Protocol = ReturnType<typeof createProtocol>;

/** Only a form for the SDK: the handler is called directly, nothing goes over a network. */
const SERVE_URL = "http://localhost/api/inngest";

/** Speaks the SDK's public serve protocol to a handler in this process. */
export function createProtocol(handler: ServeHandler) {
  async function send(method: string, query: string, body: unknown, extra: Record<string, string>) {
    const headers = {
      host: "localhost",
      "content-type": "application/json",
      "x-inngest-server-kind": "dev",
      ...extra,
    };
    const response = await handler(
      new Request(SERVE_URL + query, { method, headers, body: JSON.stringify(body) }),
    );
    return { response, body: parse(await response.text()) };
  }

  return {
    /** The configuration of every registered function. */
    async discover(): Promise<unknown[]> {
      const inBand = { "x-inngest-sync-kind": "in_band" };
      const { response, body } = await send("PUT", "", { url: SERVE_URL }, inBand);
      const functions = (body as { functions?: unknown[] } | null)?.functions;
      if (response.status !== 200 || !functions) {
        throw new Error(`the job functions could not be read (HTTP ${response.status})`);
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
            // These two let the SDK go on to the next step in the same call, reporting each finished one.
            fn_id: input.fnId,
            qi_id: input.checkpointId,
            attempt: input.attempt,
            max_attempts: input.maxAttempts,
            disable_immediate_execution: !input.immediate,
            use_api: false,
            stack: { stack: input.steps.map(([id]) => id), current: input.steps.length },
          },
        },
        { "x-inngest-req-version": "2" },
      );
      const retryAfterMs = retryAfter(response.headers.get("retry-after"));
      if (response.status === 200) return { kind: "done", output: body };
      if (response.status === 206) {
        return { kind: "operations", operations: [body].flat() as Operation[], retryAfterMs };
      }
      const retriable = response.headers.get("x-inngest-no-retry") !== "true";
      return { kind: "error", error: body, retriable, retryAfterMs };
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

/** Milliseconds of a Retry-After header, which holds seconds or a date. */
export function retryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
