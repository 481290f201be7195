import { EnvError, env } from "@/server/core/env";
import { logger } from "@/server/core/logger";
import { bot } from "./bot";
import { configuration } from "./configuration";
import { database, migrations } from "./database";
import { demo } from "./demo";
import { firstAdmin } from "./first-admin";
import { jobs } from "./jobs";
import { outbox } from "./outbox";
import type { Boot, Part } from "./part";
import { realtime } from "./realtime";
import { runParts } from "./run-parts";
import { seals } from "./seals";
import { seed } from "./seed";

/** In the order of starting; each may rely on everything before it. */
const PARTS: readonly Part[] = [
  database,
  configuration,
  migrations,
  seals,
  demo,
  seed,
  firstAdmin,
  realtime,
  jobs,
  outbox,
  bot,
];

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

function explain(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function start(): Promise<Booted> {
  // First of all: a configuration that makes no sense must not start anything.
  env();
  const state: Boot = { log: logger().child({ actor: "boot" }), notices: [] };
  const stop = await runParts(PARTS, state);
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
