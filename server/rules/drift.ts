import type { PanelUserStatus, TrafficStrategy } from "@/db/enums";

export const DRIFT_FIELDS = [
  "expiry",
  "traffic_limit",
  "traffic_strategy",
  "device_limit",
  "internal_squads",
  "external_squad",
  "enabled",
] as const;
export type DriftField = (typeof DRIFT_FIELDS)[number];

/** The commercial side of a promise: where the panel differs, the promise wins. */
export type CommercialPromise = {
  expiresAt: Date;
  enabled: boolean;
  cancelled: boolean;
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit: number | null;
  internalSquads: readonly string[];
  externalSquad: string | null;
};

/** `undefined`: the answer did not say, which is no difference. */
export type CommercialObservation = {
  status: PanelUserStatus;
  expiresAt: Date;
  trafficLimitBytes: bigint;
  trafficStrategy: TrafficStrategy;
  deviceLimit?: number | null | undefined;
  internalSquads?: readonly string[] | undefined;
  externalSquad?: string | null | undefined;
};

export type Drift = { field: DriftField; promised: string; observed: string };

/**
 * Field by field, what the panel has other than promised. A promise that ended only asks that nothing
 * works any more: the panel refuses an expiry in the past, so how it ended there does not matter.
 */
export function commercialDrift(
  promise: CommercialPromise,
  observed: CommercialObservation,
  now: Date,
): Drift[] {
  const usable = observed.status !== "DISABLED" && observed.expiresAt > now;
  if (promise.cancelled || promise.expiresAt <= now) {
    return usable ? [{ field: "enabled", promised: "false", observed: "true" }] : [];
  }
  const pairs: [DriftField, string, string | undefined][] = [
    ["expiry", promise.expiresAt.toISOString(), observed.expiresAt.toISOString()],
    ["traffic_limit", String(promise.trafficLimitBytes), String(observed.trafficLimitBytes)],
    ["traffic_strategy", promise.trafficStrategy, observed.trafficStrategy],
    ["device_limit", text(promise.deviceLimit), maybe(observed.deviceLimit)],
    ["internal_squads", list(promise.internalSquads), optionalList(observed.internalSquads)],
    ["external_squad", text(promise.externalSquad), maybe(observed.externalSquad)],
    ["enabled", String(promise.enabled), String(observed.status !== "DISABLED")],
  ];
  return pairs.flatMap(([field, promised, seen]) =>
    seen === undefined || seen === promised ? [] : [{ field, promised, observed: seen }],
  );
}

const text = (value: string | number | null): string => (value === null ? "none" : String(value));
const maybe = (value: string | number | null | undefined) =>
  value === undefined ? undefined : text(value);
/** Membership is a set: the panel lists squads in its own order. */
const list = (values: readonly string[]): string => [...new Set(values)].sort().join(",");
const optionalList = (values: readonly string[] | undefined) =>
  values === undefined ? undefined : list(values);
