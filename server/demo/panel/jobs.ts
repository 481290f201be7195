import type { Panel } from "./context";
import type { DemoUser } from "./model";
import { EXPIRATION_HOURS, USAGE_THRESHOLDS } from "./system";
import { notifyUser } from "./users";

const HOUR = 3_600_000;
/** The panel passes over the notices of larger batches. */
const SILENT_FROM = 10_000;

/** ACTIVE users whose time is over become EXPIRED. Runs every 30 s. */
export async function expireUsers(panel: Panel): Promise<number> {
  const now = panel.now();
  const due = [...panel.store.all()].filter(
    ({ status, expireAt }) => (status === "ACTIVE" || status === "LIMITED") && expireAt <= now,
  );
  const saves = due.map((user) => {
    user.status = "EXPIRED";
    user.updatedAt = now;
    return panel.store.save(user);
  });
  await Promise.all(saves);
  if (due.length < SILENT_FROM) for (const user of due) notifyUser(panel, "user.expired", user);
  return due.length;
}

/** ACTIVE users over their limit become LIMITED, without a newer `updatedAt`. Runs every 45 s. */
export async function limitUsers(panel: Panel): Promise<number> {
  const due: DemoUser[] = [];
  for (const user of panel.store.all()) {
    const limit = user.trafficLimitBytes;
    if (user.status === "ACTIVE" && limit > 0 && user.usedBytes >= limit) due.push(user);
  }
  await Promise.all(
    due.map((user) => {
      user.status = "LIMITED";
      return panel.store.save(user);
    }),
  );
  if (due.length < SILENT_FROM) for (const user of due) notifyUser(panel, "user.limited", user);
  return due.length;
}

/** Tells of users who passed a share of their limit, once a share. */
export async function notifyThresholds(panel: Panel): Promise<void> {
  for (const user of panel.store.all()) {
    if (user.status !== "ACTIVE" || user.trafficLimitBytes === 0) continue;
    const percent = (user.usedBytes / user.trafficLimitBytes) * 100;
    const passed = USAGE_THRESHOLDS.findLast((threshold) => percent >= threshold) ?? 0;
    if (passed <= user.lastTriggeredThreshold) continue;
    user.lastTriggeredThreshold = passed;
    await panel.store.save(user);
    notifyUser(panel, "user.bandwidth_usage_threshold_reached", user);
  }
}

/** `user.expiration` for every moment that lies between the last run and now. */
export function notifyExpirations(panel: Panel, since: number): void {
  const now = panel.now();
  for (const user of panel.store.all()) {
    for (const hours of EXPIRATION_HOURS) {
      const at = user.expireAt + hours * HOUR;
      if (at > since && at <= now)
        notifyUser(panel, "user.expiration", user, { expiration: hours });
    }
  }
}

/** A few people are online and use traffic. Written behind: nobody was told anything yet. */
export function liveALittle(panel: Panel, random: () => number = Math.random): void {
  const now = panel.now();
  const users = panel.store.size();
  if (users === 0) return;
  const wanted = Math.min(40, Math.ceil(users * 0.02));
  let cursor = Math.floor(random() * users);
  let met = 0;
  for (const user of panel.store.page(cursor, users, () => true).users) {
    cursor++;
    if (user.status !== "ACTIVE" || user.squads.length === 0 || user.firstConnectedAt === null)
      continue;
    const bytes = Math.round(random() * 60_000_000);
    user.usedBytes += bytes;
    user.lifetimeBytes += bytes;
    user.onlineAt = now;
    panel.store.save(user).catch(() => {});
    if (++met >= wanted) break;
  }
}

/** Runs everything at the panel's own pace. Returns how to stop it. */
export function startJobs(panel: Panel, options: { living: boolean }): () => void {
  const guard = (job: () => unknown) => async () => {
    try {
      await job();
    } catch (error) {
      panel.log.warn({ err: error }, "a job of the demo panel failed");
    }
  };
  let since = panel.now();
  const timers = [
    setInterval(
      guard(() => expireUsers(panel)),
      30_000,
    ),
    setInterval(
      guard(() => limitUsers(panel)),
      45_000,
    ),
    setInterval(
      guard(() => notifyThresholds(panel)),
      60_000,
    ),
    setInterval(
      guard(() => {
        notifyExpirations(panel, since);
        since = panel.now();
      }),
      60_000,
    ),
    ...(options.living
      ? [
          setInterval(
            guard(() => liveALittle(panel)),
            15_000,
          ),
        ]
      : []),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
