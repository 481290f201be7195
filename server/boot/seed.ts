import { env } from "@/server/core/env";
import { seedDemo } from "@/server/demo/seed";
import { demoWorld } from "./demo";
import type { Part } from "./part";

/** The demo's business, once, before anything else acts on the tables. */
export const seed: Part = {
  name: "seed",
  async start({ log }) {
    const panel = demoWorld()?.panel;
    if (!panel) return undefined;
    await seedDemo({
      databaseUrl: env().DATABASE_URL ?? "",
      panel,
      publicSubBase: `${env().APP_URL}/demo/sub`,
      log: log.child({ actor: "seed" }),
    });
    return undefined;
  },
};
