import { EnvError, env } from "@/server/core/env";
import { logger } from "@/server/core/logger";
import { configuration } from "./configuration";
import { database, migrations } from "./database";
import { demo } from "./demo";
import { firstAdmin } from "./first-admin";
import type { Boot, Part, Stop } from "./part";

/** In the order of starting; each may rely on everything before it. */
const PARTS: readonly Part[] = [database, configuration, migrations, demo, firstAdmin];

/** What the terminal front end reads from `globalThis` once the application is prepared. */
export type Booted = Pick<Boot, "notices" | "adminLogin"> & {
  addresses: { app: string; admin: string; miniapp: string; demo?: string };
  stop(): Promise<void>;
};

const KEY = Symbol.for("rezeis.boot");
type Shared = { [KEY]?: Promise<Booted> };

/** Starts everything the application stands on, once a process. */
export function boot(): Promise<Booted> {
  const shared = globalThis as Shared;
  shared[KEY] ??= start();
  return shared[KEY];
}

/**
 * Boot for `register()`: Next reports a throw from there as a failed request and lives on half-started,
 * so a failure ends the process, with words for a person instead of a stack where they suffice.
 */
export async function bootOrExit(): Promise<void> {
  try {
    await boot();
  } catch (error) {
    process.stderr.write(`\nRezeis could not start.\n${explain(error)}\n\n`);
    process.exit(1);
  }
}

const explain = (error: unknown): string =>
  error instanceof EnvError
    ? error.message
    : error instanceof Error
      ? `${error.message}\n\n${error.stack ?? ""}`
      : String(error);

async function start(): Promise<Booted> {
  // First of all: a configuration that makes no sense must not start anything.
  env();
  const state: Boot = { log: logger().child({ actor: "boot" }), notices: [] };
  const stops: { name: string; stop: Stop }[] = [];
  const stop = () => stopAll(stops, state);
  for (const part of PARTS) {
    const startedAt = performance.now();
    try {
      const stopPart = await part.start(state);
      if (stopPart) stops.unshift({ name: part.name, stop: stopPart });
    } catch (error) {
      await stop();
      throw error;
    }
    state.log.debug({ part: part.name, ms: Math.round(performance.now() - startedAt) }, "started");
  }
  const app = env().APP_URL ?? "";
  return {
    notices: state.notices,
    adminLogin: state.adminLogin,
    addresses: {
      app,
      admin: `${app}/admin`,
      miniapp: `${app}/miniapp`,
      ...(env().DEMO ? { demo: `${app}/demo` } : {}),
    },
    stop,
  };
}

/** A part that fails to stop must not keep the others, least of all the database, running. */
async function stopAll(stops: { name: string; stop: Stop }[], { log }: Boot): Promise<void> {
  for (const { name, stop } of stops.splice(0)) {
    try {
      await stop();
    } catch (error) {
      log.error({ err: error, part: name }, "a part did not stop cleanly");
    }
  }
}
