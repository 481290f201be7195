import type { Logger } from "@/server/core/logger";
import type { Boot, Part, Stop } from "./part";

/**
 * Starts parts one after the other. When one fails, those before it are stopped and its error is thrown.
 * Returns how to stop them all, last started first; safe to call twice.
 */
export async function runParts(parts: readonly Part[], boot: Boot): Promise<() => Promise<void>> {
  const started: { name: string; stop: Stop }[] = [];
  const stop = () => stopAll(started, boot.log);
  for (const part of parts) {
    const startedAt = performance.now();
    try {
      const stopPart = await part.start(boot);
      if (stopPart) started.unshift({ name: part.name, stop: stopPart });
    } catch (error) {
      await stop();
      throw error;
    }
    boot.log.debug({ part: part.name, ms: Math.round(performance.now() - startedAt) }, "started");
  }
  return stop;
}

/** A part that fails to stop must not keep the others, least of all the database, running. */
async function stopAll(started: { name: string; stop: Stop }[], log: Logger): Promise<void> {
  for (const { name, stop } of started.splice(0)) {
    try {
      await stop();
    } catch (error) {
      log.error({ err: error, part: name }, "a part did not stop cleanly");
    }
  }
}
