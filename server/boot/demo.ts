import { database } from "@/db/client";
import { hmacSha256Hex, randomToken } from "@/server/core/crypto";
import { env, provideEnv } from "@/server/core/env";
import { type DemoGateway, startDemoGateway } from "@/server/demo/gateway";
import type { DemoMail } from "@/server/demo/mail";
import { type DemoPanel, startDemoPanel } from "@/server/demo/panel";
import type { DemoTelegram } from "@/server/demo/telegram";
import { standInForMail } from "./demo-mail";
import { standInForTelegram } from "./demo-telegram";
import type { Part } from "./part";

/** For the demo's own pages, which Next bundles apart from boot code. */
export type DemoWorld = {
  gateway?: DemoGateway;
  mail?: DemoMail;
  panel?: DemoPanel;
  telegram?: DemoTelegram;
};

const KEY = Symbol.for("rezeis.demo");
type Shared = { [KEY]?: DemoWorld };

/** The stand-ins of this process; undefined outside of the demo. */
export const demoWorld = (): DemoWorld | undefined => (globalThis as Shared)[KEY];

/**
 * Stand-ins for the outside world on loopback. The product gets their addresses and keys as it would get
 * the real ones', and a service that is configured has no stand-in.
 */
export const demo: Part = {
  name: "demo",
  async start({ log }) {
    if (!env().DEMO) return undefined;
    const world: DemoWorld = {};
    (globalThis as Shared)[KEY] = world;
    if (!env().REMNAWAVE_HOST) world.panel = await standInForPanel(log.child({ actor: "panel" }));
    if (!env().TELEGRAM_BOT_TOKEN) {
      world.telegram = await standInForTelegram(log.child({ actor: "telegram" }));
    }
    world.gateway = await standInForGateway(log.child({ actor: "gateway" }));
    if (!env().SMTP_HOST) world.mail = await standInForMail();
    return async () => {
      await world.mail?.stop();
      await world.telegram?.stop();
      await world.gateway?.stop();
      await world.panel?.stop();
    };
  },
};

async function standInForPanel(logger: Parameters<typeof startDemoPanel>[0]["logger"]) {
  const token = randomToken();
  const webhookSecret = randomToken(32);
  const panel = await startDemoPanel({
    sql: database().sql,
    token,
    webhookSecret,
    webhookUrl: () => `http://127.0.0.1:${env().PORT}/api/webhooks/remnawave`,
    publicSubBase: () => `${env().APP_URL}/demo/sub`,
    logger,
  });
  provideEnv({
    REMNAWAVE_HOST: panel.url,
    REMNAWAVE_TOKEN: token,
    REMNAWAVE_WEBHOOK_SECRET: webhookSecret,
    // What is running stays running: without this the new address would read as "no demo wanted".
    DEMO: "1",
  });
  return panel;
}

/** Its key is the same after every start: open payments and undelivered webhooks go on. */
async function standInForGateway(log: Parameters<typeof startDemoGateway>[0]["log"]) {
  const gateway = await startDemoGateway({
    sql: database().sql,
    key: hmacSha256Hex(env().AUTH_SECRET ?? "", "demo-gateway"),
    webhookUrl: () => `http://127.0.0.1:${env().PORT}/api/webhooks/payments/demo`,
    publicBase: () => `${env().APP_URL}/demo/pay`,
    log,
  });
  provideEnv({ DEMO_GATEWAY_URL: gateway.url, DEMO_GATEWAY_KEY: gateway.key, DEMO: "1" });
  return gateway;
}
