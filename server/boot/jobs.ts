import { serve } from "inngest/edge";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { env } from "@/server/core/env";
import { registerCheck } from "@/server/core/readiness";
import { startExecutor } from "@/server/embedded/inngest";
import type { Part } from "./part";

const KEY = Symbol.for("rezeis.inngest.fetch");

/** A queue that is older than this is not being worked on. */
const TOLERATED_WAIT_MS = 60_000;

/** The embedded job executor, unless a real Inngest server is configured. */
export const jobs: Part = {
  name: "jobs",
  async start({ log }) {
    const { INNGEST_SIGNING_KEY, DATABASE_URL } = env();
    if (INNGEST_SIGNING_KEY) {
      registerCheck("executor", () => ({ ok: true, kind: "inngest server" }));
      return undefined;
    }
    const handler = serve({ client: inngest, functions });
    const executor = await startExecutor({
      databaseUrl: DATABASE_URL ?? "",
      handler: (request) => handler(request),
      log: log.child({ actor: "executor" }),
    });
    (globalThis as { [KEY]?: typeof fetch })[KEY] = executor.fetch;
    const unregister = registerCheck("executor", async () => {
      const stats = await executor.stats();
      return { ok: stats.lagMs < TOLERATED_WAIT_MS, kind: "embedded", ...stats };
    });
    return async () => {
      unregister();
      await executor.stop();
    };
  },
};
