import {
  decodeAccessibleNodes,
  decodeConfiguration,
  decodeDevices,
  decodeExternalSquads,
  decodeHealth,
  decodeInternalSquads,
  decodeMetadata,
  decodeNode,
  decodeNodes,
  decodeStats,
} from "./decode";
import { decodeUser } from "./decode-user";
import type { Dialect } from "./dialect";
import { mapOutcome, type PanelOutcome, panelOk } from "./outcome";
import { type StreamOptions, streamUsers } from "./stream";
import { createTransport, type PanelConnection, type PanelRequest } from "./transport";
import type {
  CreatePanelUser,
  PanelConfiguration,
  PanelDevice,
  PanelUser,
  PanelUserKey,
  PanelVersion,
  UpdatePanelUser,
} from "./types";
import { createVersionProbe } from "./version";

export type PanelClient = ReturnType<typeof createPanelClient>;

type Decode<T> = (response: unknown) => T;

/**
 * A Remnawave panel, 2.8 or 3.x, as typed calls. It takes no decision and never throws for anything the
 * panel or the network does: every call answers with a {@link PanelOutcome}.
 */
export function createPanelClient(connection: PanelConnection) {
  const transport = createTransport(connection);
  const { current, refresh, speak } = createVersionProbe(transport);

  const get = <T>(path: string, decode: Decode<T>) =>
    transport.send({ method: "GET", path, decode });

  /** Finds the user's name in a path; on 2.8 an unknown uuid is looked up by id. */
  async function named(dialect: Dialect, user: PanelUserKey): Promise<PanelOutcome<PanelUserKey>> {
    if (dialect.pathKey(user) !== null) return panelOk(user);
    return mapOutcome(await get(dialect.getById(user.id), decodeUser), ({ id, uuid }) => ({
      id,
      uuid,
    }));
  }

  function forUser<T>(
    user: PanelUserKey,
    request: (key: string, dialect: Dialect, user: PanelUserKey) => PanelRequest<T>,
  ): Promise<PanelOutcome<T>> {
    return speak(async (dialect) => {
      const found = await named(dialect, user);
      if (found.kind !== "ok") return found;
      return transport.send(request(dialect.pathKey(found.value) ?? "", dialect, found.value));
    });
  }

  const getUser = (user: PanelUserKey): Promise<PanelOutcome<PanelUser>> =>
    speak((dialect) => get(dialect.getById(user.id), decodeUser));

  const action = (user: PanelUserKey, name: string, body?: unknown) =>
    forUser(user, (key) => ({
      method: "POST",
      path: `/api/users/${key}/actions/${name}`,
      body,
      decode: decodeUser,
    }));

  /** A029 and A030 say that it already is so, which is what was asked for. */
  async function switchUser(user: PanelUserKey, name: "enable" | "disable") {
    const outcome = await action(user, name);
    const already = name === "disable" ? "A029" : "A030";
    return outcome.kind === "rejected" && outcome.code === already ? getUser(user) : outcome;
  }

  return {
    baseUrl: transport.baseUrl,

    /** The version the panel reports; asked anew each time. */
    probe: async (): Promise<PanelOutcome<PanelVersion>> =>
      mapOutcome(await refresh(), ({ version }) => version),
    /** The remembered version, asked once. */
    version: async (): Promise<PanelOutcome<PanelVersion>> =>
      mapOutcome(await current(), ({ version }) => version),

    createUser: (user: CreatePanelUser): Promise<PanelOutcome<PanelUser>> =>
      transport.send({
        method: "POST",
        path: "/api/users",
        body: { username: user.username, shortUuid: user.shortUuid, ...userBody(user) },
        decode: decodeUser,
      }),
    updateUser: (user: PanelUserKey, changes: UpdatePanelUser): Promise<PanelOutcome<PanelUser>> =>
      forUser(user, (_key, dialect, found) => ({
        method: "PATCH",
        path: "/api/users",
        body: { ...dialect.bodyKey(found), ...userBody(changes) },
        decode: decodeUser,
      })),
    getUser,
    getUserByUsername: (username: string): Promise<PanelOutcome<PanelUser>> =>
      get(`/api/users/by-username/${encodeURIComponent(username)}`, decodeUser),
    getUserByShortUuid: (shortUuid: string): Promise<PanelOutcome<PanelUser>> =>
      get(`/api/users/by-short-uuid/${encodeURIComponent(shortUuid)}`, decodeUser),
    /** None is `ok` with an empty list; a Telegram id may have several users. */
    findUsersByTelegramId: (telegramId: bigint): Promise<PanelOutcome<PanelUser[]>> =>
      speak((dialect) => {
        const { path, decode } = dialect.byTelegramId(telegramId);
        return get(path, decode);
      }),
    enableUser: (user: PanelUserKey): Promise<PanelOutcome<PanelUser>> =>
      switchUser(user, "enable"),
    disableUser: (user: PanelUserKey): Promise<PanelOutcome<PanelUser>> =>
      switchUser(user, "disable"),
    /** Sets used traffic to zero; also lifts LIMITED. */
    resetTraffic: (user: PanelUserKey): Promise<PanelOutcome<PanelUser>> =>
      action(user, "reset-traffic"),
    /** A new link, or new passwords under the old link. The answer holds the new link: keep it. */
    revokeUser: (
      user: PanelUserKey,
      options: { onlyPasswords?: boolean } = {},
    ): Promise<PanelOutcome<PanelUser>> =>
      action(user, "revoke", options.onlyPasswords ? { revokeOnlyPasswords: true } : {}),
    deleteUser: (user: PanelUserKey): Promise<PanelOutcome<void>> =>
      forUser(user, (key) => ({ method: "DELETE", path: `/api/users/${key}`, decode: null })),
    streamUsers: (options?: StreamOptions) => streamUsers(transport, options),

    accessibleNodes: (user: PanelUserKey) =>
      forUser(user, (key) => ({
        method: "GET",
        path: `/api/users/${key}/accessible-nodes`,
        decode: decodeAccessibleNodes,
      })),
    /** null: the user has no metadata. A user who is not there is `not_found`. */
    async getMetadata(user: PanelUserKey): Promise<PanelOutcome<Record<string, unknown> | null>> {
      const outcome = await forUser(user, (key) => ({
        method: "GET",
        path: `/api/metadata/user/${key}`,
        decode: decodeMetadata,
      }));
      const none = outcome.kind === "rejected" && outcome.status === 404;
      return none ? panelOk(null) : outcome;
    },
    putMetadata: (user: PanelUserKey, metadata: Record<string, unknown>) =>
      forUser(user, (key) => ({
        method: "PUT",
        path: `/api/metadata/user/${key}`,
        body: { metadata },
        decode: decodeMetadata,
      })),

    listDevices: (user: PanelUserKey): Promise<PanelOutcome<PanelDevice[]>> =>
      forUser(user, (key) => ({
        method: "GET",
        path: `/api/hwid/devices/${key}`,
        decode: decodeDevices,
      })),
    /** Answers with the devices that remain. */
    deleteDevice: (user: PanelUserKey, hwid: string): Promise<PanelOutcome<PanelDevice[]>> =>
      forUser(user, (_key, dialect, found) => ({
        method: "POST",
        path: "/api/hwid/devices/delete",
        body: { ...dialect.hwidKey(found), hwid },
        decode: decodeDevices,
      })),
    deleteAllDevices: (user: PanelUserKey): Promise<PanelOutcome<PanelDevice[]>> =>
      forUser(user, (_key, dialect, found) => ({
        method: "POST",
        path: "/api/hwid/devices/delete-all",
        body: dialect.hwidKey(found),
        decode: decodeDevices,
      })),

    internalSquads: () => get("/api/internal-squads", decodeInternalSquads),
    externalSquads: () => get("/api/external-squads", decodeExternalSquads),
    nodes: () => get("/api/nodes", decodeNodes),
    node: (uuid: string) => get(`/api/nodes/${encodeURIComponent(uuid)}`, decodeNode),

    stats: () => get("/api/system/stats", decodeStats),
    health: () => get("/api/system/health", decodeHealth),
    /** null on 2.8, which cannot say. */
    configuration: (): Promise<PanelOutcome<PanelConfiguration | null>> =>
      speak<PanelConfiguration | null>(async (dialect) =>
        dialect.hasConfiguration
          ? get("/api/system/configuration", decodeConfiguration)
          : panelOk(null),
      ),
  };
}

/** Our names and types → the panel's. `undefined` leaves a field out, null clears it. */
function userBody(user: UpdatePanelUser): Record<string, unknown> {
  const { trafficLimitBytes, expireAt, telegramId, internalSquads, ...same } = user;
  return {
    status: same.status,
    trafficLimitStrategy: same.trafficLimitStrategy,
    email: same.email,
    description: same.description,
    tag: same.tag,
    hwidDeviceLimit: same.hwidDeviceLimit,
    externalSquadUuid: same.externalSquadUuid,
    trafficLimitBytes: trafficLimitBytes === undefined ? undefined : Number(trafficLimitBytes),
    expireAt: expireAt?.toISOString(),
    // A JSON number: the panel refuses a string.
    telegramId: telegramId === undefined || telegramId === null ? telegramId : Number(telegramId),
    activeInternalSquads: internalSquads,
  };
}
