import type { PanelTrafficStrategy, PanelUser, PanelUserPage, PanelUserStatus } from "./types";

/** The body is not what the panel sends; `message` names the field, never a value. */
export class DecodeError extends Error {
  constructor(what: string) {
    super(`The panel's answer has an unexpected ${what}`);
    this.name = "DecodeError";
  }
}

const STATUSES = new Set<unknown>(["ACTIVE", "DISABLED", "LIMITED", "EXPIRED"]);
const STRATEGIES = new Set<unknown>(["NO_RESET", "DAY", "WEEK", "MONTH", "MONTH_ROLLING"]);

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function text(value: unknown, field: string): string {
  if (typeof value !== "string") throw new DecodeError(field);
  return value;
}

function optionalText(value: unknown, field: string): string | null | undefined {
  return value === null || value === undefined ? value : text(value, field);
}

function integer(value: unknown, field: string): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  throw new DecodeError(field);
}

function optionalInteger(value: unknown, field: string): bigint | null | undefined {
  return value === null || value === undefined ? value : integer(value, field);
}

function optionalNumber(value: unknown, field: string): number | null | undefined {
  if (value === null || value === undefined) return value;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new DecodeError(field);
  return value;
}

function instant(value: unknown, field: string): Date {
  const date = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new DecodeError(field);
  return date;
}

function optionalInstant(value: unknown, field: string): Date | null | undefined {
  return value === null || value === undefined ? value : instant(value, field);
}

function squadUuids(value: unknown): string[] {
  if (!Array.isArray(value)) throw new DecodeError("activeInternalSquads");
  return value.map((squad: unknown) =>
    text(isObject(squad) ? squad.uuid : squad, "activeInternalSquads.uuid"),
  );
}

/**
 * Decodes one user. Written by hand because a sync decodes every user of the panel: a schema library
 * costs more here than reading the page. Unknown keys are ignored, what we rely on must be there.
 * @throws DecodeError
 */
export function decodeUser(value: unknown): PanelUser {
  if (!isObject(value)) throw new DecodeError("user");
  const traffic = value.userTraffic;
  if (!isObject(traffic)) throw new DecodeError("userTraffic");
  if (!STATUSES.has(value.status)) throw new DecodeError("status");
  if (!STRATEGIES.has(value.trafficLimitStrategy)) throw new DecodeError("trafficLimitStrategy");
  return {
    id: integer(value.id, "id"),
    uuid: optionalText(value.uuid, "uuid") ?? null,
    shortUuid: text(value.shortUuid, "shortUuid"),
    username: text(value.username, "username"),
    status: value.status as PanelUserStatus,
    trafficLimitBytes: integer(value.trafficLimitBytes, "trafficLimitBytes"),
    trafficLimitStrategy: value.trafficLimitStrategy as PanelTrafficStrategy,
    expireAt: instant(value.expireAt, "expireAt"),
    telegramId: optionalInteger(value.telegramId, "telegramId"),
    email: optionalText(value.email, "email"),
    description: optionalText(value.description, "description"),
    tag: optionalText(value.tag, "tag"),
    hwidDeviceLimit: optionalNumber(value.hwidDeviceLimit, "hwidDeviceLimit"),
    externalSquadUuid: optionalText(value.externalSquadUuid, "externalSquadUuid"),
    internalSquads: squadUuids(value.activeInternalSquads),
    usedTrafficBytes: integer(traffic.usedTrafficBytes, "usedTrafficBytes"),
    lifetimeUsedTrafficBytes: integer(traffic.lifetimeUsedTrafficBytes, "lifetimeUsedTrafficBytes"),
    onlineAt: optionalInstant(traffic.onlineAt, "onlineAt"),
    firstConnectedAt: optionalInstant(traffic.firstConnectedAt, "firstConnectedAt"),
    lastConnectedNodeUuid: optionalText(traffic.lastConnectedNodeUuid, "lastConnectedNodeUuid"),
    lastTriggeredThreshold: optionalNumber(value.lastTriggeredThreshold, "lastTriggeredThreshold"),
    subRevokedAt: optionalInstant(value.subRevokedAt, "subRevokedAt"),
    lastTrafficResetAt: optionalInstant(value.lastTrafficResetAt, "lastTrafficResetAt"),
    createdAt: optionalInstant(value.createdAt, "createdAt"),
    updatedAt: optionalInstant(value.updatedAt, "updatedAt"),
    subscriptionUrl: text(value.subscriptionUrl, "subscriptionUrl"),
  };
}

/** @throws DecodeError */
export function decodeUsers(value: unknown): PanelUser[] {
  if (!Array.isArray(value)) throw new DecodeError("users");
  return value.map(decodeUser);
}

/** Decodes a page of `/api/users/stream`. A page that claims more without saying where is undecodable. */
export function decodeUserPage(value: unknown): PanelUserPage {
  if (!isObject(value)) throw new DecodeError("page");
  if (typeof value.hasMore !== "boolean") throw new DecodeError("hasMore");
  const cursor = value.nextCursor;
  if (cursor !== null && typeof cursor !== "string" && typeof cursor !== "number") {
    throw new DecodeError("nextCursor");
  }
  if (value.hasMore && cursor === null) throw new DecodeError("nextCursor");
  return {
    users: decodeUsers(value.users),
    nextCursor: value.hasMore ? String(cursor) : null,
    hasMore: value.hasMore,
  };
}
