import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { jobs } from "@/server/boot/jobs";
import { outbox } from "@/server/boot/outbox";
import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { logger } from "@/server/core/logger";
import { receiveWebhook } from "@/server/domains/payments";
import { receivePanelWebhook } from "@/server/domains/remnawave";

/**
 * The application without its pages, for tests that kill it: the same jobs, outbox and webhooks on the same
 * database. Everything it needs comes by the environment.
 */
const log = logger();
const boot = { log, notices: [] };

const server = createServer((request, response) => {
  void (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const rawBody = Buffer.concat(chunks);
    const headers = new Headers(request.headers as Record<string, string>);
    const ctx = systemContext("webhook");
    if (request.url?.startsWith("/api/webhooks/payments/")) {
      await receiveWebhook(ctx, {
        gateway: request.url.split("/").at(-1) ?? "",
        rawBody,
        headers,
        peer: null,
      });
    } else {
      await receivePanelWebhook(ctx, { rawBody, headers });
    }
    response.end("{}");
  })().catch((error: unknown) => {
    log.warn({ err: error }, "a webhook was refused");
    response.writeHead(500).end();
  });
});

await jobs.start(boot);
await outbox.start(boot);
await new Promise<void>((resolve) => server.listen(env().PORT, "127.0.0.1", resolve));
process.stdout.write("ready\n");
// Killed from outside; a parent that is gone ends it too.
while (process.connected) await sleep(1000);
process.exit(0);
