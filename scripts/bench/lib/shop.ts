/** What benches of the whole shop share: an empty shop on an embedded PostgreSQL, and figures. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase } from "@/db/client";
import { migrate } from "@/db/migrate";
import { provideEnv } from "@/server/core/env";
import { startPostgres } from "@/server/embedded/postgres";

/** Runs `body` on a migrated database that syncs to disk as in production, and removes it. */
export async function withShop(body: (databaseUrl: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), "rezeis-bench-"));
  const server = await startPostgres({ dir: path.join(dir, "postgres") });
  try {
    provideEnv({
      LOG_LEVEL: "error",
      AUTH_SECRET: "bench".repeat(8),
      ENCRYPTION_KEY: "0".repeat(64),
      DATABASE_URL: server.url,
    });
    await migrate(server.url);
    await body(server.url);
  } finally {
    await closeDatabase();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Serves route handlers as Next does, without Next: what is measured is ours. */
export async function serveRoutes(route: (request: Request) => Promise<Response>) {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const headers = new Headers(request.headers as Record<string, string>);
      const answer = await route(
        new Request(`http://shop${request.url}`, {
          method: request.method,
          headers,
          ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        }),
      );
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Load = { perSecond: number; p50: number; p99: number; worst: number };

/** Does `one` with numbers from 0 on, `atOnce` at a time, until `count` are done. */
export async function load(
  count: number,
  atOnce: number,
  one: (n: number) => Promise<unknown>,
): Promise<Load> {
  const samples: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const n = next++;
        const at = performance.now();
        await one(n);
        samples.push(performance.now() - at);
      }
    }),
  );
  const perSecond = count / ((performance.now() - started) / 1000);
  return { perSecond, ...percentiles(samples) };
}

export function percentiles(samples: number[]): Omit<Load, "perSecond"> {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, sorted.length * share) | 0] ?? 0;
  return { p50: at(0.5), p99: at(0.99), worst: at(1) };
}

export const figures = ({ perSecond, p50, p99, worst }: Load): string =>
  `${String(Math.round(perSecond)).padStart(6)}/s   p50 ${p50.toFixed(1).padStart(6)} ms   ` +
  `p99 ${p99.toFixed(1).padStart(6)} ms   worst ${worst.toFixed(1).padStart(6)} ms`;
