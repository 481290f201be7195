import { database } from "@/db/client";
import { randomToken } from "@/server/core/crypto";
import { env, provideEnv } from "@/server/core/env";
import { type DemoPanel, startDemoPanel } from "@/server/demo/panel";
import type { Part } from "./part";

/** For the demo's own pages, which Next bundles apart from boot code. */
export type DemoWorld = { panel?: DemoPanel };

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
    return async () => {
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
