import { z } from "zod";
import { type Call, json, type Panel, type Route } from "./context";
import { addDevice } from "./devices";
import { noSuchUser, PanelError } from "./errors";
import { expireUsers, limitUsers, notifyThresholds } from "./jobs";
import type { DemoUser } from "./model";
import { MOODS, type Weather } from "./moods";
import { presentNode } from "./nodes";
import { presentDevices, presentUser } from "./present";
import { notifyUser } from "./users";
import { check } from "./validation";
import { NODES, nodesOfSquads } from "./world";

const moodBody = z.object({
  mood: z.enum(MOODS),
  delayMs: z.number().int().min(0).max(120_000).optional(),
  /** Webhooks of the panel on or off, whatever the mood. */
  webhooks: z.boolean().optional(),
});

/** By id, username or short uuid: whatever is at hand. */
function pick(panel: Panel, name: string): DemoUser {
  const user =
    (/^\d+$/.test(name) ? panel.store.get(Number(name)) : undefined) ??
    panel.store.byUsername(name) ??
    panel.store.byShortUuid(name);
  if (!user) throw noSuchUser();
  return user;
}

const editBody = z.object({
  status: z.enum(["ACTIVE", "DISABLED", "LIMITED", "EXPIRED"]).optional(),
  expireAt: z.coerce.date().optional(),
  trafficLimitBytes: z.number().int().min(0).optional(),
  trafficLimitStrategy: z.enum(["NO_RESET", "DAY", "WEEK", "MONTH", "MONTH_ROLLING"]).optional(),
  hwidDeviceLimit: z.number().int().min(0).nullable().optional(),
  activeInternalSquads: z.array(z.uuid()).optional(),
  externalSquadUuid: z.uuid().nullable().optional(),
  telegramId: z.number().nullable().optional(),
  email: z.string().nullable().optional(),
  tag: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  /** Delete the user instead. */
  delete: z.boolean().optional(),
  /** Without a webhook, as bulk calls and lost deliveries are. */
  silent: z.boolean().optional(),
});

export type DemoUserEdit = z.input<typeof editBody>;

/** What an operator does in the panel's own interface, past all rules of the API. */
export async function editUser(panel: Panel, name: string, input: DemoUserEdit) {
  const {
    silent,
    delete: gone,
    expireAt,
    activeInternalSquads,
    ...fields
  } = check(editBody, input);
  const user = pick(panel, name);
  if (gone) {
    await panel.store.remove(user);
  } else {
    Object.assign(
      user,
      Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)),
    );
    if (expireAt) user.expireAt = expireAt.getTime();
    if (activeInternalSquads) user.squads = activeInternalSquads;
    if (!silent) user.updatedAt = panel.now();
    await panel.store.save(user);
  }
  if (!silent) notifyUser(panel, gone ? "user.deleted" : "user.modified", user);
  return presentUser(panel, user);
}

const trafficBody = z.object({
  user: z.union([z.string(), z.number()]),
  bytes: z.number().int().min(0).default(0),
  /** Devices that connect now; only new ones are added. */
  devices: z
    .array(
      z.object({
        hwid: z.string(),
        platform: z.string().optional(),
        osVersion: z.string().optional(),
        deviceModel: z.string().optional(),
        userAgent: z.string().optional(),
      }),
    )
    .default([]),
});

export type DemoTraffic = z.input<typeof trafficBody>;

/** A customer connects: bytes are used, devices appear, and what follows from it follows at once. */
export async function simulateTraffic(panel: Panel, input: DemoTraffic) {
  const { user: name, bytes, devices } = check(trafficBody, input);
  const user = pick(panel, String(name));
  const now = panel.now();
  const isFirst = user.firstConnectedAt === null;
  user.usedBytes += bytes;
  user.lifetimeBytes += bytes;
  user.onlineAt = now;
  user.firstConnectedAt ??= now;
  user.lastNodeUuid = nodesOfSquads(user.squads)[0]?.node.uuid ?? user.lastNodeUuid;
  await panel.store.save(user);
  if (isFirst) notifyUser(panel, "user.first_connected", user);
  for (const device of devices) {
    const known = user.devices?.some(({ hwid }) => hwid === device.hwid);
    if (!known) await addDevice(panel, user, device);
  }
  await notifyThresholds(panel);
  await limitUsers(panel);
  return { ...presentUser(panel, user), devices: presentDevices(user).devices };
}

/** A server loses or regains its connection. */
export function switchNode(panel: Panel, uuid: string, connected: boolean): void {
  const node = NODES.find((one) => one.uuid === uuid || one.name === uuid);
  if (!node) throw new PanelError(404, "A011", "Node not found");
  if (connected === !panel.nodesDown.has(node.uuid)) return;
  if (connected) panel.nodesDown.delete(node.uuid);
  else panel.nodesDown.add(node.uuid);
  const event = connected ? "node.connection_restored" : "node.connection_lost";
  panel.hooks.send("node", event, presentNode(panel, node));
}

export function panelState(panel: Panel, weather: Weather) {
  const counts: Record<string, number> = {};
  for (const { status } of panel.store.all()) counts[status] = (counts[status] ?? 0) + 1;
  return {
    version: panel.version,
    mood: weather.mood(),
    moods: MOODS,
    users: { total: panel.store.size(), byStatus: counts },
    nodes: NODES.map((node) => ({
      uuid: node.uuid,
      name: node.name,
      connected: !panel.nodesDown.has(node.uuid),
    })),
    webhooks: { enabled: panel.hooks.enabled(), recent: panel.hooks.recent() },
  };
}

export const controlRoutes = (weather: Weather): Route[] => [
  {
    method: "GET",
    path: "/__demo/state",
    handler: ({ panel }) => json(panelState(panel, weather)),
  },
  {
    method: "POST",
    path: "/__demo/mood",
    handler: ({ panel, body }: Call) => {
      const { mood, delayMs, webhooks } = check(moodBody, body);
      weather.set(mood, { delayMs });
      if (webhooks !== undefined) panel.hooks.setEnabled(webhooks);
      return json(panelState(panel, weather));
    },
  },
  {
    method: "GET",
    path: "/__demo/users/:name",
    handler: ({ panel, params }) => {
      const user = pick(panel, params.name ?? "");
      return json({ ...presentUser(panel, user), devices: presentDevices(user).devices });
    },
  },
  {
    method: "POST",
    path: "/__demo/users/:name",
    handler: async ({ panel, params, body }) =>
      json(await editUser(panel, params.name ?? "", body as DemoUserEdit)),
  },
  {
    method: "POST",
    path: "/__demo/traffic",
    handler: async ({ panel, body }) => json(await simulateTraffic(panel, body as DemoTraffic)),
  },
  {
    method: "POST",
    path: "/__demo/nodes/:uuid",
    handler: ({ panel, params, body }) => {
      const { connected } = check(z.object({ connected: z.boolean() }), body);
      switchNode(panel, params.uuid ?? "", connected);
      return json(panelState(panel, weather));
    },
  },
  {
    method: "POST",
    path: "/__demo/jobs",
    handler: async ({ panel }) =>
      json({ expired: await expireUsers(panel), limited: await limitUsers(panel) }),
  },
];
