/** The five operations that operators know; the panel has many more events. */
export type PanelOperation =
  | "user.created"
  | "user.updated"
  | "subscription.created"
  | "subscription.expired"
  | "traffic.used";

/** What a panel event asks us to look at again. */
export type PanelEventSubject = "user" | "devices" | "nodes" | "service" | "notice" | "unknown";

const OPERATIONS: Record<string, PanelOperation> = {
  "user.created": "user.created",
  "user.modified": "user.updated",
  "user.deleted": "user.updated",
  "user.revoked": "user.updated",
  "user.disabled": "user.updated",
  "user.enabled": "user.updated",
  "user.not_connected": "user.updated",
  "user_hwid_devices.added": "user.updated",
  "user_hwid_devices.deleted": "user.updated",
  "user.first_connected": "subscription.created",
  "user.expired": "subscription.expired",
  "user.expiration": "subscription.expired",
  "user.limited": "traffic.used",
  "user.traffic_reset": "traffic.used",
  "user.bandwidth_usage_threshold_reached": "traffic.used",
};

/** Null: not about a user. */
export const panelOperation = (event: string): PanelOperation | null => OPERATIONS[event] ?? null;

const SCOPES: Record<string, PanelEventSubject> = {
  user: "user",
  user_hwid_devices: "devices",
  node: "nodes",
  service: "service",
  errors: "notice",
  crm: "notice",
  torrent_blocker: "notice",
};

export const subjectOf = (scope: string): PanelEventSubject => SCOPES[scope] ?? "unknown";

/** Webhooks older than this are kept but not acted on: they were recorded by somebody, or a clock is wrong. */
const MAX_AGE_MS = 24 * 3_600_000;

export const isStale = (occurredAt: Date, now: Date): boolean =>
  Math.abs(now.getTime() - occurredAt.getTime()) > MAX_AGE_MS;
