import { z } from "zod";
import type {
  PanelAccessibleNode,
  PanelConfiguration,
  PanelDevice,
  PanelNode,
  PanelProcess,
  PanelSquad,
  PanelStats,
  PanelVersion,
} from "./types";

/*
 * Tolerant schemas of our own: unknown keys are dropped, which is also what keeps REALITY private keys
 * (`rawInbound`) and other secrets from travelling further.
 */
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

const device = z.object({
  hwid: z.string(),
  platform: maybeText,
  osVersion: maybeText,
  deviceModel: maybeText,
  userAgent: maybeText,
  createdAt: instant,
  updatedAt: instant,
});

const deviceList = z.object({ devices: z.array(device) });
export const decodeDevice = (value: unknown): PanelDevice => device.parse(value);
export const decodeDevices = (value: unknown): PanelDevice[] => deviceList.parse(value).devices;

const squad = z
  .object({
    uuid: z.string(),
    name: z.string(),
    info: z.object({ membersCount: z.number() }).partial().nullish(),
  })
  .transform(({ uuid, name, info }) => ({ uuid, name, members: info?.membersCount ?? null }));

const internalSquadList = z.object({ internalSquads: z.array(squad) });
const externalSquadList = z.object({ externalSquads: z.array(squad) });
export const decodeInternalSquads = (value: unknown): PanelSquad[] =>
  internalSquadList.parse(value).internalSquads;
export const decodeExternalSquads = (value: unknown): PanelSquad[] =>
  externalSquadList.parse(value).externalSquads;

const inbound = z.object({
  uuid: z.string(),
  tag: z.string(),
  type: maybeText,
  network: maybeText,
  security: maybeText,
  port: count,
});

const nodeSystem = z
  .object({
    info: z.object({ cpus: z.number(), cpuModel: z.string(), memoryTotal: z.number() }),
    stats: z
      .object({
        memoryUsed: count,
        memoryFree: count,
        uptime: count,
        loadAvg: z.array(z.number()).default([]),
        interface: z.object({ rxBytesPerSec: count, txBytesPerSec: count }).nullish(),
      })
      .nullish(),
  })
  .transform(({ info, stats }) => ({
    cpus: info.cpus,
    cpuModel: info.cpuModel,
    memoryTotal: info.memoryTotal,
    memoryUsed: stats?.memoryUsed ?? null,
    memoryFree: stats?.memoryFree ?? null,
    uptimeSeconds: stats?.uptime ?? null,
    loadAvg: stats?.loadAvg ?? [],
    rxBytesPerSec: stats?.interface?.rxBytesPerSec ?? null,
    txBytesPerSec: stats?.interface?.txBytesPerSec ?? null,
  }));

const node = z
  .object({
    uuid: z.string(),
    name: z.string(),
    address: z.string(),
    port: count,
    countryCode: z.string().default("XX"),
    tags: z.array(z.string()).default([]),
    isConnected: z.boolean(),
    isConnecting: z.boolean(),
    isDisabled: z.boolean(),
    lastStatusMessage: maybeText,
    lastStatusChange: maybeText,
    usersOnline: count,
    xrayUptime: count,
    versions: z.object({ xray: z.string(), node: z.string() }).nullish(),
    trafficUsedBytes: count,
    trafficLimitBytes: count,
    configProfile: z.object({ activeInbounds: z.array(inbound).default([]) }).nullish(),
    system: nodeSystem.nullish(),
  })
  .transform(({ xrayUptime, configProfile, versions, system, ...rest }) => ({
    ...rest,
    xrayUptimeSeconds: xrayUptime,
    versions: versions ?? null,
    inbounds: configProfile?.activeInbounds ?? [],
    system: system ?? null,
  }));

const nodeList = z.array(node);
export const decodeNode = (value: unknown): PanelNode => node.parse(value);
export const decodeNodes = (value: unknown): PanelNode[] => nodeList.parse(value);

const accessibleNodes = z.object({
  activeNodes: z.array(
    z
      .object({
        uuid: z.string(),
        nodeName: z.string(),
        countryCode: z.string(),
        activeSquads: z.array(z.object({ squadName: z.string() })).default([]),
      })
      .transform((found) => ({
        uuid: found.uuid,
        name: found.nodeName,
        countryCode: found.countryCode,
        squads: found.activeSquads.map(({ squadName }) => squadName),
      })),
  ),
});
export const decodeAccessibleNodes = (value: unknown): PanelAccessibleNode[] =>
  accessibleNodes.parse(value).activeNodes;

const metadata = z.object({ metadata: z.record(z.string(), z.unknown()) });
export const decodeMetadata = (value: unknown): Record<string, unknown> =>
  metadata.parse(value).metadata;

const stats = z.object({
  cpu: z.object({ cores: z.number() }).nullish(),
  memory: z.object({ total: z.number(), used: z.number() }).nullish(),
  uptime: count,
  users: z.object({ statusCounts: z.record(z.string(), z.number()), totalUsers: z.number() }),
  onlineStats: z.object({
    onlineNow: z.number(),
    lastDay: z.number(),
    lastWeek: z.number(),
    neverOnline: z.number(),
  }),
  nodes: z.object({ totalOnline: z.number(), totalBytesLifetime: z.string() }),
});

export function decodeStats(value: unknown): PanelStats {
  const { cpu, memory, uptime, users, onlineStats, nodes } = stats.parse(value);
  return {
    usersByStatus: users.statusCounts,
    totalUsers: users.totalUsers,
    onlineNow: onlineStats.onlineNow,
    onlineLastDay: onlineStats.lastDay,
    onlineLastWeek: onlineStats.lastWeek,
    neverOnline: onlineStats.neverOnline,
    nodesUsersOnline: nodes.totalOnline,
    lifetimeBytes: nodes.totalBytesLifetime,
    cpuCores: cpu?.cores ?? null,
    memoryTotal: memory?.total ?? null,
    memoryUsed: memory?.used ?? null,
    uptimeSeconds: uptime,
  };
}

const versionText = z.object({ version: z.string().regex(/^v?\d+\.\d+/) });
export function decodeVersion(value: unknown): PanelVersion {
  const text = versionText.parse(value).version.replace(/^v/, "");
  const [major, minor] = text.split(".").map((part) => Number.parseInt(part, 10));
  return { text, major: major ?? 0, minor: minor ?? 0 };
}

const hours = z
  .array(z.number())
  .nullish()
  .transform((value) => value ?? []);
const configuration = z.object({
  notifications: z
    .object({
      webhook: z.boolean().nullish(),
      bandwidthUsage: hours,
      notConnectedAfter: hours,
      expirationNotifications: hours,
    })
    .nullish(),
  misc: z.object({ subPublicDomain: z.string().nullish() }).nullish(),
});

export function decodeConfiguration(value: unknown): PanelConfiguration {
  const { notifications, misc } = configuration.parse(value);
  return {
    webhookEnabled: notifications?.webhook ?? null,
    subPublicDomain: misc?.subPublicDomain ?? null,
    expirationNotifications: notifications?.expirationNotifications ?? [],
    notConnectedAfter: notifications?.notConnectedAfter ?? [],
    bandwidthUsage: notifications?.bandwidthUsage ?? [],
  };
}

const health = z.object({
  runtimeMetrics: z.array(
    z.object({
      instanceType: z.string(),
      rss: z.number(),
      eventLoopP99Ms: count,
      uptime: z.number(),
    }),
  ),
});

export const decodeHealth = (value: unknown): PanelProcess[] =>
  health.parse(value).runtimeMetrics.map((process) => ({
    type: process.instanceType,
    rss: process.rss,
    eventLoopP99Ms: process.eventLoopP99Ms,
    uptimeSeconds: process.uptime,
  }));
