/**
 * Our picture of what the panel knows. Traffic and ids are `bigint`, as in the database. A field typed
 * `?: X | null` keeps the difference between "the panel says none" (null) and "the panel did not say"
 * (undefined): absent is never taken as removed. VPN secrets are not carried at all.
 */
export type PanelUserStatus = "ACTIVE" | "DISABLED" | "LIMITED" | "EXPIRED";
export type PanelTrafficStrategy = "NO_RESET" | "DAY" | "WEEK" | "MONTH" | "MONTH_ROLLING";

/** Names a user in a call. 3.x wants `id`; 2.8 wants `uuid`, which is looked up when it is missing. */
export type PanelUserKey = { id: bigint; uuid?: string | null };

export type PanelUser = {
  id: bigint;
  /** Only 2.8 has one. */
  uuid: string | null;
  shortUuid: string;
  username: string;
  status: PanelUserStatus;
  /** 0 is unlimited. */
  trafficLimitBytes: bigint;
  trafficLimitStrategy: PanelTrafficStrategy;
  expireAt: Date;
  telegramId?: bigint | null;
  email?: string | null;
  description?: string | null;
  tag?: string | null;
  /** null: the panel's fallback; 0: not checked. */
  hwidDeviceLimit?: number | null;
  externalSquadUuid?: string | null;
  /** uuids. In `user_hwid_devices.*` webhooks the panel always sends none. */
  internalSquads: string[];
  usedTrafficBytes: bigint;
  lifetimeUsedTrafficBytes: bigint;
  onlineAt?: Date | null;
  firstConnectedAt?: Date | null;
  lastConnectedNodeUuid?: string | null;
  lastTriggeredThreshold?: number | null;
  subRevokedAt?: Date | null;
  lastTrafficResetAt?: Date | null;
  createdAt?: Date | null;
  /** Not raised by traffic, by `limited` or by bulk extension. */
  updatedAt?: Date | null;
  /** The customer's secret link: show it, never log it. */
  subscriptionUrl: string;
};

type UserFields = {
  status?: "ACTIVE" | "DISABLED";
  trafficLimitBytes?: bigint;
  trafficLimitStrategy?: PanelTrafficStrategy;
  expireAt?: Date;
  telegramId?: bigint | null;
  email?: string | null;
  description?: string | null;
  /** `[A-Z0-9_]`, at most 16. */
  tag?: string | null;
  hwidDeviceLimit?: number | null;
  internalSquads?: string[];
  externalSquadUuid?: string | null;
};

/** `username` is 3–36 of `[A-Za-z0-9_-]`, unique and unchangeable. Without squads a user has no servers. */
export type CreatePanelUser = UserFields & {
  username: string;
  expireAt: Date;
  internalSquads: string[];
  shortUuid?: string;
};

/** Only what is given changes. A future `expireAt` without `status` revives EXPIRED; a past one is refused. */
export type UpdatePanelUser = UserFields;

/** A device; times are the panel's. */
export type PanelDevice = {
  hwid: string;
  platform: string | null;
  osVersion: string | null;
  deviceModel: string | null;
  userAgent: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export type PanelSquad = { uuid: string; name: string; members: number | null };

export type PanelInbound = {
  uuid: string;
  tag: string;
  type: string | null;
  network: string | null;
  security: string | null;
  port: number | null;
};

/** A server. Byte counts are plain numbers (exact to 9 PB), so that a node can be kept as JSON. */
export type PanelNode = {
  uuid: string;
  name: string;
  address: string;
  port: number | null;
  countryCode: string;
  tags: string[];
  isConnected: boolean;
  isConnecting: boolean;
  isDisabled: boolean;
  lastStatusMessage: string | null;
  lastStatusChange: string | null;
  usersOnline: number | null;
  xrayUptimeSeconds: number | null;
  versions: { xray: string; node: string } | null;
  trafficUsedBytes: number | null;
  trafficLimitBytes: number | null;
  inbounds: PanelInbound[];
  /** null is unknown (node away), not zero. There is no CPU percentage: use load per cpu. */
  system: PanelNodeSystem | null;
};

export type PanelNodeSystem = {
  cpus: number;
  cpuModel: string;
  memoryTotal: number;
  memoryUsed: number | null;
  memoryFree: number | null;
  uptimeSeconds: number | null;
  loadAvg: number[];
  rxBytesPerSec: number | null;
  txBytesPerSec: number | null;
};

export type PanelAccessibleNode = {
  uuid: string;
  name: string;
  countryCode: string;
  squads: string[];
};

export type PanelStats = {
  usersByStatus: Record<string, number>;
  totalUsers: number;
  onlineNow: number;
  onlineLastDay: number;
  onlineLastWeek: number;
  neverOnline: number;
  nodesUsersOnline: number;
  /** Decimal string of bytes. */
  lifetimeBytes: string;
  cpuCores: number | null;
  memoryTotal: number | null;
  memoryUsed: number | null;
  uptimeSeconds: number | null;
};

export type PanelVersion = { text: string; major: number; minor: number };

/** What the panel tells about its own set-up (3.x only). */
export type PanelConfiguration = {
  webhookEnabled: boolean | null;
  subPublicDomain: string | null;
  expirationNotifications: number[];
  notConnectedAfter: number[];
  bandwidthUsage: number[];
};

export type PanelProcess = {
  type: string;
  rss: number;
  eventLoopP99Ms: number | null;
  uptimeSeconds: number;
};

export type PanelUserPage = {
  users: PanelUser[];
  /** Where to go on; null on the last page. */
  nextCursor: string | null;
  hasMore: boolean;
};
