import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";

export type Started = {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
};

/** Starts of the application on a port and a data directory of a test's own. */
export function ownApplication(port: number, defaults: Record<string, string> = {}) {
  const home = mkdtempSync(path.join(tmpdir(), "rezeis-start-"));
  const running = new Set<ChildProcess>();

  function start(env: Record<string, string> = {}): Started {
    const child = spawn(process.execPath, ["scripts/start.mjs"], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: home,
        DEMO: "1",
        ADMIN_EMAIL: "",
        ADMIN_PASSWORD: "",
        LOG_LEVEL: "warn",
        ...defaults,
        ...env,
      },
    });
    running.add(child);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        text += chunk;
      });
    }
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    void ended.then(() => running.delete(child));
    return { child, output: () => text, ended };
  }

  return {
    home,
    start,
    async startReady(env: Record<string, string> = {}): Promise<Started> {
      const started = start(env);
      await expect
        .poll(() => started.output(), { timeout: 60_000, intervals: [50] })
        .toContain("Rezeis is ready");
      return started;
    },
    /** Ends what still runs and removes the data. */
    async remove(): Promise<void> {
      const ends = [...running].map((child) => {
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        return ended;
      });
      await Promise.all(ends);
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
