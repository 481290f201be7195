import { z } from "zod";
import { type Call, json, type Panel, type Route } from "./context";
import { noSuchUser, PanelError } from "./errors";
import { type DemoDevice, type DemoUser, idOfUuid } from "./model";
import { presentDevice, presentDevices, presentUser } from "./present";
import { userOf } from "./users";
import { check } from "./validation";

function ownerOf({ panel, body }: Call): DemoUser {
  const id = panel.legacy
    ? idOfUuid(check(z.object({ userUuid: z.uuid() }), body).userUuid)
    : check(z.object({ userId: z.number() }), body).userId;
  const user = panel.store.get(id ?? -1);
  if (!user) throw noSuchUser();
  return user;
}

const notify = (panel: Panel, event: "added" | "deleted", user: DemoUser, device: DemoDevice) =>
  panel.hooks.send("user_hwid_devices", `user_hwid_devices.${event}`, {
    hwidUserDevice: presentDevice(user, device),
    user: presentUser(panel, user, { squads: false }),
  });

const text = z.string().optional();
const deviceBody = z.object({
  hwid: z.string().regex(/^[a-zA-Z0-9=-]{10,64}$/),
  platform: text,
  osVersion: text,
  deviceModel: text,
  userAgent: text,
  requestIp: text,
});

export async function addDevice(panel: Panel, user: DemoUser, given: z.input<typeof deviceBody>) {
  const now = panel.now();
  const device: DemoDevice = {
    hwid: given.hwid,
    platform: given.platform ?? null,
    osVersion: given.osVersion ?? null,
    deviceModel: given.deviceModel ?? null,
    userAgent: given.userAgent ?? null,
    requestIp: given.requestIp ?? null,
    createdAt: now,
    updatedAt: now,
  };
  user.devices = [...(user.devices ?? []), device];
  await panel.store.save(user);
  notify(panel, "added", user, device);
}

async function create(call: Call) {
  const user = ownerOf(call);
  const input = check(deviceBody, call.body);
  if (user.devices?.some(({ hwid }) => hwid === input.hwid)) {
    throw new PanelError(400, "A098", "User hwid device already exists");
  }
  await addDevice(call.panel, user, input);
  return json(presentDevices(user));
}

async function remove(call: Call, gone: (device: DemoDevice) => boolean) {
  const user = ownerOf(call);
  const leaving = (user.devices ?? []).filter(gone);
  user.devices = (user.devices ?? []).filter((device) => !gone(device));
  await call.panel.store.save(user);
  for (const device of leaving) notify(call.panel, "deleted", user, device);
  return json(presentDevices(user));
}

function all({ panel, query }: Call) {
  const { start, size } = check(
    z.object({
      start: z.coerce.number().default(0),
      size: z.coerce.number().max(1000).default(25),
    }),
    query,
  );
  const devices = [];
  for (const user of panel.store.all()) {
    for (const device of user.devices ?? []) devices.push(presentDevice(user, device));
  }
  return json({ total: devices.length, devices: devices.slice(start, start + size) });
}

export const deviceRoutes: Route[] = [
  { method: "GET", path: "/api/hwid/devices", handler: all },
  { method: "POST", path: "/api/hwid/devices", handler: create },
  {
    method: "POST",
    path: "/api/hwid/devices/delete",
    handler: (call) => {
      const { hwid } = check(z.object({ hwid: z.string() }), call.body);
      return remove(call, (device) => device.hwid === hwid);
    },
  },
  {
    method: "POST",
    path: "/api/hwid/devices/delete-all",
    handler: (call) => remove(call, () => true),
  },
  {
    method: "GET",
    path: "/api/hwid/devices/:user",
    handler: (call) => json(presentDevices(userOf(call))),
  },
];
