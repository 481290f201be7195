import { z } from "zod";
import { type Call, empty, json, type Panel, type Route } from "./context";
import { noSuchUser, PanelError, userNotFound } from "./errors";
import { type DemoUser, idOfUuid, newSalt, newShortUuid, uuidOf } from "./model";
import { presentUser } from "./present";
import {
  type CreateBody,
  check,
  createBody,
  extendBody,
  revokeBody,
  type UpdateBody,
  updateBody,
} from "./validation";
import {
  EXTERNAL_SQUADS,
  INTERNAL_SQUADS,
  nodesOfSquads,
  PROFILE_NAME,
  PROFILE_UUID,
} from "./world";

const DAY = 86_400_000;
const positive = z.coerce.number().positive();

/** The user named by `:user` in the path: numeric in 3.x, uuid in 2.8. */
export function userOf({ panel, params }: Call, missing = noSuchUser): DemoUser {
  const { user } = panel.legacy
    ? { user: idOfUuid(check(z.object({ uuid: z.uuid() }), { uuid: params.user }).uuid) }
    : { user: check(z.object({ userId: positive }), { userId: params.user }).userId };
  const found = user === null ? undefined : panel.store.get(user);
  if (!found) throw missing();
  return found;
}

export const notifyUser = (panel: Panel, event: string, user: DemoUser, meta: unknown = null) =>
  panel.hooks.send("user", event, presentUser(panel, user), { meta });

/** Answers with the user after saving it and telling the shop. */
async function changed(
  panel: Panel,
  user: DemoUser,
  event: string,
  before?: { shortUuid: string },
) {
  await panel.store.save(user, before);
  notifyUser(panel, event, user);
  return json(presentUser(panel, user));
}

const known = (list: { uuid: string }[], uuid: string) => list.some((one) => one.uuid === uuid);

/** What the panel's database would refuse: unknown squads, fractions of a byte. */
const impossible = (body: {
  trafficLimitBytes?: number;
  activeInternalSquads?: unknown;
  externalSquadUuid?: string | null;
}) =>
  (Array.isArray(body.activeInternalSquads) &&
    body.activeInternalSquads.some((uuid) => !known(INTERNAL_SQUADS, String(uuid)))) ||
  (body.externalSquadUuid && !known(EXTERNAL_SQUADS, body.externalSquadUuid)) ||
  !Number.isInteger(body.trafficLimitBytes ?? 0);

async function create({ panel, body }: Call) {
  const input: CreateBody = check(createBody, body);
  if (panel.store.byUsername(input.username)) {
    throw new PanelError(400, "A019", "User username already exists");
  }
  if (input.shortUuid !== undefined && panel.store.byShortUuid(input.shortUuid)) {
    throw new PanelError(400, "A020", "User short UUID already exists");
  }
  if (impossible(input)) throw new PanelError(500, "A018", "Failed to create user");
  const { activeInternalSquads, trojanPassword, vlessUuid, ssPassword, ...rest } = input;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const user = await panel.store.create({
    ...(Object.fromEntries(given) as { username: string; expireAt: number }),
    squads: activeInternalSquads ?? [],
    ...(trojanPassword || vlessUuid || ssPassword
      ? { chosen: { trojanPassword, vlessUuid, ssPassword } }
      : {}),
  });
  notifyUser(panel, "user.created", user);
  return json(presentUser(panel, user), 201);
}

/** Applies the fields of an update and what follows from them: a future expiry revives, a larger limit frees. */
export function applyUpdate(user: DemoUser, body: Partial<UpdateBody>, now: number): void {
  const { activeInternalSquads, status, username: _n, id: _i, uuid: _u, ...fields } = body;
  const limit = body.trafficLimitBytes;
  const raised = limit !== undefined && (limit === 0 || limit > user.trafficLimitBytes);
  Object.assign(
    user,
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  );
  if (activeInternalSquads) user.squads = activeInternalSquads;
  if (user.status === "EXPIRED" && (body.expireAt ?? 0) > now) user.status = "ACTIVE";
  if (user.status === "LIMITED" && raised) {
    user.status = "ACTIVE";
    user.lastTriggeredThreshold = 0;
  }
  if (status !== undefined) user.status = status;
  user.updatedAt = now;
}

async function update({ panel, body }: Call) {
  const now = panel.now();
  const input = check(updateBody(now, panel.legacy ? "uuid" : "id"), body);
  const id = panel.legacy
    ? typeof input.uuid === "string" && idOfUuid(input.uuid)
    : typeof input.id === "number" && input.id;
  const user =
    id !== false && id !== null
      ? panel.store.get(id)
      : panel.store.byUsername(input.username ?? "");
  if (!user) throw noSuchUser();
  if (impossible(input)) throw new PanelError(500, "A039", "Failed to update user");
  applyUpdate(user, input, now);
  return changed(panel, user, "user.modified");
}

async function disable(call: Call) {
  const user = userOf(call);
  if (user.status === "DISABLED") throw new PanelError(400, "A029", "User already disabled");
  user.status = "DISABLED";
  return changed(call.panel, user, "user.disabled");
}

async function enable(call: Call) {
  const user = userOf(call);
  if (user.status === "ACTIVE") throw new PanelError(400, "A030", "User already enabled");
  user.status = "ACTIVE";
  return changed(call.panel, user, "user.enabled");
}

export function resetUser(user: DemoUser, now: number): void {
  user.usedBytes = 0;
  user.lastTriggeredThreshold = 0;
  user.lastTrafficResetAt = now;
  user.updatedAt = now;
  if (user.status === "LIMITED") user.status = "ACTIVE";
}

async function resetTraffic(call: Call) {
  const user = userOf(call);
  resetUser(user, call.panel.now());
  return changed(call.panel, user, "user.traffic_reset");
}

export function revokeKeys(user: DemoUser, now: number, shortUuid: string | null): void {
  if (shortUuid !== null) user.shortUuid = shortUuid;
  user.salt = newSalt();
  delete user.chosen;
  user.subRevokedAt = now;
  user.updatedAt = now;
}

async function revoke(call: Call) {
  const input = check(revokeBody, call.body ?? {});
  const user = userOf(call);
  const before = { shortUuid: user.shortUuid };
  const link = input.revokeOnlyPasswords ? null : (input.shortUuid ?? newShortUuid());
  revokeKeys(user, call.panel.now(), link);
  return changed(call.panel, user, "user.revoked", before);
}

async function extend(call: Call) {
  const { days } = check(extendBody, call.body);
  const user = userOf(call);
  const now = call.panel.now();
  user.expireAt = (user.status === "EXPIRED" ? now : user.expireAt) + days * DAY;
  if (user.status === "EXPIRED") user.status = "ACTIVE";
  user.updatedAt = now;
  return changed(call.panel, user, "user.modified");
}

async function remove(call: Call) {
  const user = userOf(call);
  await call.panel.store.remove(user);
  notifyUser(call.panel, "user.deleted", user);
  return call.panel.legacy ? json({ isDeleted: true }) : empty(204);
}

const found = (panel: Panel, user: DemoUser | undefined) => {
  if (!user) throw userNotFound();
  return json(presentUser(panel, user));
};

function accessibleNodes(call: Call) {
  const user = userOf(call);
  const activeNodes = nodesOfSquads(user.squads).map(({ node, shared }) => ({
    uuid: node.uuid,
    nodeName: node.name,
    countryCode: node.countryCode,
    configProfileUuid: PROFILE_UUID,
    configProfileName: PROFILE_NAME,
    activeSquads: shared.map(({ squad, tags }) => ({
      squadName: squad.name,
      activeInbounds: tags,
    })),
  }));
  const key = call.panel.legacy ? { userUuid: uuidOf(user.id) } : { userId: user.id };
  return json({ ...key, activeNodes });
}

function resolve({ panel, body }: Call) {
  const query = check(
    z.object({
      id: z.number().optional(),
      uuid: z.string().optional(),
      shortUuid: z.string().optional(),
      username: z.string().optional(),
    }),
    body,
  );
  const user =
    panel.store.get(query.id ?? -1) ??
    (panel.legacy && query.uuid ? panel.store.get(idOfUuid(query.uuid) ?? -1) : undefined) ??
    panel.store.byUsername(query.username ?? "") ??
    panel.store.byShortUuid(query.shortUuid ?? "");
  if (!user) throw userNotFound();
  const uuid = panel.legacy ? { uuid: uuidOf(user.id) } : {};
  return json({ ...uuid, id: user.id, shortUuid: user.shortUuid, username: user.username });
}

/** One user at a time. */
export const userRoutes: Route[] = [
  { method: "POST", path: "/api/users", handler: create },
  { method: "PATCH", path: "/api/users", handler: update },
  { method: "POST", path: "/api/users/resolve", handler: resolve },
  {
    method: "GET",
    path: "/api/users/by-username/:name",
    handler: ({ panel, params }) => found(panel, panel.store.byUsername(params.name ?? "")),
  },
  {
    method: "GET",
    path: "/api/users/by-short-uuid/:short",
    handler: ({ panel, params }) => found(panel, panel.store.byShortUuid(params.short ?? "")),
  },
  {
    method: "GET",
    path: "/api/users/:user",
    handler: (call) => json(presentUser(call.panel, userOf(call, userNotFound))),
  },
  { method: "DELETE", path: "/api/users/:user", handler: remove },
  { method: "POST", path: "/api/users/:user/actions/enable", handler: enable },
  { method: "POST", path: "/api/users/:user/actions/disable", handler: disable },
  { method: "POST", path: "/api/users/:user/actions/reset-traffic", handler: resetTraffic },
  { method: "POST", path: "/api/users/:user/actions/revoke", handler: revoke },
  { method: "GET", path: "/api/users/:user/accessible-nodes", handler: accessibleNodes },
];

/** Only 3.x has it. */
export const extendRoute: Route = {
  method: "POST",
  path: "/api/users/:user/actions/extend",
  handler: extend,
};
