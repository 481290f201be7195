import { cpus, freemem, totalmem } from "node:os";
import { type Call, json, type Panel, type Route } from "./context";
import { PanelError } from "./errors";
import { monthTraffic, usersOnline } from "./nodes";
import { NODES } from "./world";

const COMMIT = "0f344f388807f5323b49024a563b3f8146d66857";
const DAY = 86_400_000;

const metadata = ({ panel }: Call) =>
  json({
    version: panel.version,
    build: { time: "2011-11-11T11:11:11Z", number: "0" },
    git: {
      backend: {
        commitSha: COMMIT,
        branch: "main",
        commitUrl: `https://github.com/remnawave/backend/commit/${COMMIT}`,
      },
      frontend: {
        commitSha: COMMIT,
        commitUrl: `https://github.com/remnawave/frontend/commit/${COMMIT}`,
      },
    },
  });

/** Hours around the expiry at which `user.expiration` is sent. */
export const EXPIRATION_HOURS = [-72, -48, -24, 24];
export const USAGE_THRESHOLDS = [60, 80];

const configuration = ({ panel }: Call) =>
  json({
    notifications: {
      webhook: panel.hooks.enabled(),
      bandwidthUsage: USAGE_THRESHOLDS,
      notConnectedAfter: [],
      expirationNotifications: EXPIRATION_HOURS,
    },
    service: {
      cleanUsageHistory: false,
      disableUserUsageRecords: false,
      disableSrhRecords: false,
      exportToRedisStream: false,
    },
    misc: {
      shortUuidLength: 16,
      userUsageIgnoreBelowBytes: 0,
      subPublicDomain: panel.publicSubBase().replace(/^https?:\/\//, ""),
    },
  });

function stats({ panel }: Call) {
  const now = panel.now();
  const statusCounts: Record<string, number> = { ACTIVE: 0, DISABLED: 0, LIMITED: 0, EXPIRED: 0 };
  let lastDay = 0;
  let lastWeek = 0;
  let neverOnline = 0;
  let lifetime = 0;
  for (const user of panel.store.all()) {
    statusCounts[user.status] = (statusCounts[user.status] ?? 0) + 1;
    lifetime += user.lifetimeBytes;
    if (user.onlineAt === null) neverOnline++;
    else {
      if (now - user.onlineAt < DAY) lastDay++;
      if (now - user.onlineAt < 7 * DAY) lastWeek++;
    }
  }
  const online = NODES.reduce((sum, node) => sum + usersOnline(panel, node), 0);
  return json({
    cpu: { cores: cpus().length },
    memory: { total: totalmem(), free: freemem(), used: totalmem() - freemem() },
    uptime: Math.max(0, now - panel.startedAt) / 1000,
    timestamp: now,
    users: { statusCounts, totalUsers: panel.store.size() },
    onlineStats: { onlineNow: online, lastDay: Math.max(lastDay, online), lastWeek, neverOnline },
    nodes: {
      totalOnline: online,
      totalBytesLifetime: String(
        lifetime + NODES.reduce((sum, node) => sum + monthTraffic(panel, node), 0),
      ),
    },
  });
}

function health({ panel }: Call) {
  const seconds = Math.max(0, panel.now() - panel.startedAt) / 1000;
  const process = (instanceType: string, pid: number, mib: number) => ({
    rss: mib * 1024 ** 2,
    heapUsed: Math.round(mib * 0.48 * 1024 ** 2),
    heapTotal: Math.round(mib * 0.52 * 1024 ** 2),
    external: 6_752_902,
    arrayBuffers: 528_132,
    eventLoopDelayMs: 0.34,
    eventLoopP99Ms: 3.54,
    activeHandles: 27,
    uptime: seconds,
    pid,
    timestamp: panel.now(),
    instanceId: "0",
    instanceType,
  });
  return json({
    runtimeMetrics: [
      process("api", 30_067, 218),
      process("scheduler", 30_066, 192),
      process("processor", 30_065, 208),
    ],
  });
}

const days = (query: Record<string, string>, panel: Panel): string[] => {
  const end = Date.parse(query.end ?? "") || panel.now();
  const start = Date.parse(query.start ?? "") || end - 6 * DAY;
  const count = Math.min(366, Math.max(1, Math.round((end - start) / DAY) + 1));
  return Array.from({ length: count }, (_, n) =>
    new Date(start + n * DAY).toISOString().slice(0, 10),
  );
};

/** Traffic of the servers a day; the same day always answers the same. */
function nodeBandwidth({ panel, query }: Call) {
  const categories = days(query, panel);
  const series = NODES.map((node) => {
    const data = categories.map((day) => {
      const wobble = 0.85 + (((Date.parse(day) / DAY + node.id * 7) % 5) / 5) * 0.3;
      return Math.round(86_400 * 5_200_000 * node.weight * wobble);
    });
    const total = data.reduce((sum, bytes) => sum + bytes, 0);
    const color = `#${node.uuid.slice(0, 6)}`;
    return { uuid: node.uuid, name: node.name, color, countryCode: node.countryCode, total, data };
  });
  return json({
    categories,
    series,
    sparklineData: categories.map((_, n) => series.reduce((sum, s) => sum + (s.data[n] ?? 0), 0)),
    topNodes: series.map(({ data: _data, ...rest }) => rest),
  });
}

export const systemRoutes: Route[] = [
  { method: "GET", path: "/api/system/metadata", handler: metadata },
  { method: "GET", path: "/api/system/stats", handler: stats },
  { method: "GET", path: "/api/system/health", handler: health },
  { method: "GET", path: "/api/bandwidth-stats/nodes", handler: nodeBandwidth },
  {
    method: "GET",
    path: "/api/tokens",
    handler: () => {
      // An API token may not manage tokens.
      throw new PanelError(403, "E000", "Forbidden");
    },
  },
];

/** Only 3.x has it. */
export const configurationRoute: Route = {
  method: "GET",
  path: "/api/system/configuration",
  handler: configuration,
};
