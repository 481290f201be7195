/**
 * `npm run bench:webhook [updates] [users]`: the bot's answers to Telegram's webhook, alone and while syncs of
 * the panel's users follow each other in the same process, against the same HTTP with one `select 1` behind it.
 */
import { setTimeout as pause } from "node:timers/promises";
import { POST } from "@/app/api/telegram/webhook/route";
import { database } from "@/db/client";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import {
  applyImport,
  runSync,
  stageImport,
  startImport,
  startSync,
} from "@/server/domains/remnawave";
import { BOT_TOKEN, PANEL_TOKEN, startOutside, WEBHOOK_SECRET } from "./lib/outside";
import { figures, serveRoutes, withShop } from "./lib/shop";

const [updates = 4000, users = 10_000] = process.argv.slice(2).map(Number);
const GOAL_MS = 100;

await withShop(async (databaseUrl) => {
  const server = await serveRoutes(async (request) => {
    if (new URL(request.url).pathname === "/api/telegram/webhook") return POST(request);
    await database().sql`select 1`;
    return Response.json({ ok: true });
  });
  const outside = await startOutside({ databaseUrl, shopUrl: server.url, users });
  provideEnv({
    APP_URL: "https://shop.example.com",
    REMNAWAVE_HOST: outside.panelUrl,
    REMNAWAVE_TOKEN: PANEL_TOKEN,
    REMNAWAVE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TELEGRAM_API_ROOT: outside.botApiUrl,
    TELEGRAM_BOT_TOKEN: BOT_TOKEN,
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
  });
  try {
    const ctx = systemContext("bench");
    const run = await startImport(ctx);
    await stageImport(ctx, run);
    await applyImport(ctx, run);
    await database().sql`vacuum analyze`;
    await outside.deliver("/api/telegram/webhook", updates / 4);

    const bare = await outside.deliver("/select-1", updates);
    console.log(`  select 1 behind HTTP     ${figures(bare)}`);
    const alone = await outside.deliver("/api/telegram/webhook", updates);
    console.log(`  updates, nothing else    ${figures(alone)}`);

    let syncs = 0;
    let going = true;
    const syncing = (async () => {
      while (going) {
        const { status, error } = await runSync(ctx, await startSync(ctx));
        if (status !== "completed") throw new Error(`sync ${status}: ${error}`);
        syncs += 1;
      }
    })();
    await pause(100);
    const during = await outside.deliver("/api/telegram/webhook", updates);
    going = false;
    await syncing;
    console.log(`  updates during syncs     ${figures(during)}`);
    console.log(
      `  ${syncs} syncs of ${users.toLocaleString("en")} users meanwhile; ` +
        `${(during.perSecond / alone.perSecond).toFixed(2)} × the speed without, ` +
        `${(during.perSecond / bare.perSecond).toFixed(2)} × that of select 1`,
    );
    const met = during.p99 < GOAL_MS ? "met" : "missed";
    console.log(`  goal: p99 below ${GOAL_MS} ms during syncs: ${met}`);
  } finally {
    outside.stop();
    server.close();
  }
});
process.exit(0);
