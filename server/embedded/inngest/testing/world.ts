import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import pino from "pino";
import { type ExecutorOptions, startExecutor } from "..";

const quiet = { info() {}, warn() {}, error() {}, debug() {} };

/** An executor with a client that sends to it, on the given database. */
export async function startWorld(
  databaseUrl: string,
  functions: (inngest: Inngest) => InngestFunction.Any[],
  options: Partial<ExecutorOptions> = {},
) {
  let enter: typeof fetch = () => Promise.reject(new Error("not started"));
  const inngest = new Inngest({
    id: "shop",
    isDev: true,
    logger: quiet,
    fetch: (input: Parameters<typeof fetch>[0], init?: RequestInit) => enter(input, init),
  });
  const handler = serve({ client: inngest, functions: functions(inngest) });
  const executor = await startExecutor({
    databaseUrl,
    handler: (request) => handler(request),
    log: pino({ level: "silent" }),
    backoff: () => 300,
    pollMs: 200,
    ...options,
  });
  enter = executor.fetch;
  return { inngest, executor, stop: () => executor.stop(500) };
}
