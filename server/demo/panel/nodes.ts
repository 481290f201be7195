import { json, type Panel, type Route } from "./context";
import { PanelError } from "./errors";
import { type DemoNode, NODES, PROFILE_UUID } from "./world";

const HOUR = 3_600_000;

/** A smooth value in about −1…1 that differs for each `seed` and never jumps. */
const wave = (at: number, seed: number): number =>
  0.6 * Math.sin(at / 47_000 + seed * 2.1) +
  0.3 * Math.sin(at / 13_000 + seed * 5.7) +
  0.1 * Math.sin(at / 5_300 + seed * 9.3);

/** Evenings are busy: 0.35 at night to 1 at about nine in the evening, Moscow time. */
const rhythm = (at: number, phase: number): number =>
  0.675 + 0.325 * Math.cos(((at / HOUR + 3 - phase - 21) / 24) * 2 * Math.PI);

const isUp = (panel: Panel, node: DemoNode): boolean => !panel.nodesDown.has(node.uuid);

let active = { at: 0, users: 0, panel: null as Panel | null };

/** Counted at most every five seconds: a hundred thousand users are polled often. */
function activeUsers(panel: Panel): number {
  const now = panel.now();
  if (active.panel !== panel || Math.abs(now - active.at) > 5_000) {
    let users = 0;
    for (const user of panel.store.all()) if (user.status === "ACTIVE") users++;
    active = { at: now, users, panel };
  }
  return active.users;
}

export function usersOnline(panel: Panel, node: DemoNode): number {
  if (!isUp(panel, node)) return 0;
  const now = panel.now();
  const expected = activeUsers(panel) * 0.22 * node.weight * rhythm(now, node.phase);
  return Math.max(0, Math.round(expected * (1 + 0.08 * wave(now, node.id))));
}

/** Everything follows from the clock and the number of users, so a restart changes nothing. */
function systemOf(panel: Panel, node: DemoNode) {
  const now = panel.now();
  const online = usersOnline(panel, node);
  const busy = Math.min(
    0.95,
    0.08 + (online / (node.cpus * 60)) * 0.5 + 0.05 * wave(now, node.id + 7),
  );
  const load = Math.max(0.02, busy * node.cpus);
  const used = Math.round(node.memoryTotal * (0.34 + 0.22 * busy + 0.01 * wave(now, node.id + 3)));
  const tx = Math.max(0, Math.round(online * 92_000 * (1 + 0.25 * wave(now, node.id + 11))));
  const uptime = Math.round(now / 1000) - 1_767_000_000 - node.id * 86_400;
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    info: {
      arch: "x64",
      cpus: node.cpus,
      cpuModel: "AMD EPYC 7543 32-Core Processor",
      memoryTotal: node.memoryTotal,
      hostname: node.name.toLowerCase(),
      platform: "linux",
      release: "6.1.0-18-amd64",
      type: "Linux",
      version: "#1 SMP Debian",
      networkInterfaces: ["eth0"],
    },
    stats: {
      memoryFree: node.memoryTotal - used,
      memoryUsed: used,
      uptime,
      loadAvg: [round(load), round(load * 0.95), round(load * 0.9)],
      interface: {
        interface: "eth0",
        rxBytesPerSec: Math.round(tx * 0.55),
        txBytesPerSec: tx,
        rxTotal: uptime * 4_000_000,
        txTotal: uptime * 7_000_000,
      },
    },
  };
}

/** Grows all month and starts anew on the first. */
export function monthTraffic(panel: Panel, node: DemoNode): number {
  const now = new Date(panel.now());
  const since = now.getTime() - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  return Math.round((since / 1000) * 5_200_000 * node.weight);
}

export function presentNode(panel: Panel, node: DemoNode) {
  const up = isUp(panel, node);
  const now = panel.now();
  return {
    uuid: node.uuid,
    ...(panel.legacy ? {} : { id: node.id }),
    name: node.name,
    address: node.host,
    port: 2222,
    proxyUrl: null,
    isConnected: up,
    isConnecting: false,
    isDisabled: false,
    lastStatusChange: new Date(panel.startedAt).toISOString(),
    lastStatusMessage: up ? null : '"socket hang up"',
    trafficResetDay: 1,
    consumptionMultiplier: 1,
    nodeConsumptionMultiplier: 1,
    isTrafficTrackingActive: true,
    trafficLimitBytes: 20 * 1024 ** 4,
    trafficUsedBytes: monthTraffic(panel, node),
    notifyPercent: 80,
    note: null,
    viewPosition: node.id,
    countryCode: node.countryCode,
    tags: node.tags,
    ...(panel.legacy ? {} : { integrationUuids: [], ips: [] }),
    createdAt: "2026-01-12T09:22:24.006Z",
    updatedAt: new Date(now - (now % 30_000)).toISOString(),
    configProfile: { activeConfigProfileUuid: PROFILE_UUID, activeInbounds: node.inbounds },
    providerUuid: null,
    provider: null,
    activePluginUuid: null,
    xrayUptime: up ? Math.max(0, Math.round((now - panel.startedAt) / 1000)) + 3600 : 0,
    usersOnline: usersOnline(panel, node),
    system: up ? systemOf(panel, node) : null,
    versions: up ? { xray: "25.12.8", node: "3.2.3" } : null,
  };
}

export const nodeRoutes: Route[] = [
  {
    method: "GET",
    path: "/api/nodes",
    handler: ({ panel }) => json(NODES.map((node) => presentNode(panel, node))),
  },
  {
    method: "GET",
    path: "/api/nodes/:uuid",
    handler: ({ panel, params }) => {
      const node = NODES.find(({ uuid }) => uuid === params.uuid);
      if (!node) throw new PanelError(404, "A011", "Node not found");
      return json(presentNode(panel, node));
    },
  },
];
