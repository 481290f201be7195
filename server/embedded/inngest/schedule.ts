import { Cron } from "croner";

export type Schedule = { next(after: Date): Date | null };

/** Reads a cron pattern, with or without `TZ=Europe/Berlin ` before it (else UTC). Throws on a bad one. */
export function scheduleOf(cron: string): Schedule {
  const [, timezone = "UTC", pattern = cron] = /^TZ=(\S+)\s+(.+)$/.exec(cron) ?? [];
  const clock = new Cron(pattern, { timezone, paused: true });
  // An unknown time zone is only noticed here.
  clock.nextRun();
  return { next: (after) => clock.nextRun(after) };
}
