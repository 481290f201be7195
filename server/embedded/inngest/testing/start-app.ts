import { type ClientOptions, Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { logger } from "@/server/core/logger";
import { type ExecutorOptions, startExecutor } from "..";

const silent = { info() {}, warn() {}, error() {}, debug() {} };

type AttachOptions = Omit<ExecutorOptions, "handler" | "log">;

/**
 * An application as the executor sees it: a client, its functions and the handler that serves them.
 * `attach` starts an executor for it; the client sends to the one attached last.
 */
export function createApp(
  define: (inngest: Inngest) => InngestFunction.Any[],
  client: Pick<ClientOptions, "checkpointing" | "middleware"> = {},
) {
  let target: typeof fetch | null = null;
  const inngest = new Inngest({
    id: "shop",
    isDev: true,
    logger: silent,
    fetch: (input, init) =>
      target ? target(input, init) : Promise.reject(new Error("no executor is attached")),
    ...client,
  });
  const handler = serve({ client: inngest, functions: define(inngest) });
  return {
    inngest,
    async attach(options: AttachOptions) {
      const executor = await startExecutor({
        backoff: () => 300,
        ...options,
        handler,
        log: logger(),
      });
      target = executor.fetch;
      return executor;
    },
  };
}
