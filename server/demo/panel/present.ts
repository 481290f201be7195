import type { Panel } from "./context";
import { type DemoDevice, type DemoUser, secretsOf, uuidOf } from "./model";
import { INTERNAL_SQUADS } from "./world";

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const squadNames = new Map(INTERNAL_SQUADS.map(({ uuid, name }) => [uuid, { uuid, name }]));

/** A user as the panel shows it, key for key in its order. `squads: false` as in HWID webhooks. */
export function presentUser(panel: Panel, user: DemoUser, options: { squads?: boolean } = {}) {
  const shown = options.squads === false ? [] : user.squads;
  return {
    ...(panel.legacy ? { uuid: uuidOf(user.id) } : {}),
    id: user.id,
    shortUuid: user.shortUuid,
    username: user.username,
    status: user.status,
    trafficLimitBytes: user.trafficLimitBytes,
    trafficLimitStrategy: user.trafficLimitStrategy,
    expireAt: iso(user.expireAt),
    telegramId: user.telegramId,
    email: user.email,
    description: user.description,
    tag: user.tag,
    hwidDeviceLimit: user.hwidDeviceLimit,
    externalSquadUuid: user.externalSquadUuid,
    ...secretsOf(user),
    lastTriggeredThreshold: user.lastTriggeredThreshold,
    subRevokedAt: iso(user.subRevokedAt),
    lastTrafficResetAt: iso(user.lastTrafficResetAt),
    createdAt: iso(user.createdAt),
    updatedAt: iso(user.updatedAt),
    subscriptionUrl: `${panel.publicSubBase()}/${user.shortUuid}`,
    activeInternalSquads: shown.map((uuid) => squadNames.get(uuid) ?? { uuid, name: "?" }),
    userTraffic: {
      usedTrafficBytes: user.usedBytes,
      lifetimeUsedTrafficBytes: user.lifetimeBytes,
      onlineAt: iso(user.onlineAt),
      lastConnectedNodeUuid: user.lastNodeUuid,
      firstConnectedAt: iso(user.firstConnectedAt),
    },
  };
}

export const presentDevice = (user: DemoUser, device: DemoDevice) => ({
  hwid: device.hwid,
  userId: user.id,
  platform: device.platform,
  osVersion: device.osVersion,
  deviceModel: device.deviceModel,
  userAgent: device.userAgent,
  requestIp: device.requestIp,
  createdAt: iso(device.createdAt),
  updatedAt: iso(device.updatedAt),
});

export const presentDevices = (user: DemoUser) => ({
  total: user.devices?.length ?? 0,
  devices: (user.devices ?? []).map((device) => presentDevice(user, device)),
});
