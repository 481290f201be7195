import { describe, expect, it } from "vitest";
import { type CommercialObservation, type CommercialPromise, commercialDrift } from "./drift";

const now = new Date("2026-11-23T12:00:00Z");
const later = new Date("2026-12-23T12:00:00Z");
const promise: CommercialPromise = {
  expiresAt: later,
  enabled: true,
  cancelled: false,
  trafficLimitBytes: 100n,
  trafficStrategy: "MONTH",
  deviceLimit: 3,
  internalSquads: ["a", "b"],
  externalSquad: null,
};
const observed: CommercialObservation = {
  status: "ACTIVE",
  expiresAt: later,
  trafficLimitBytes: 100n,
  trafficStrategy: "MONTH",
  deviceLimit: 3,
  internalSquads: ["b", "a"],
  externalSquad: null,
};
const fields = (p: Partial<CommercialPromise>, o: Partial<CommercialObservation>) =>
  commercialDrift({ ...promise, ...p }, { ...observed, ...o }, now).map(({ field }) => field);

describe("commercialDrift", () => {
  it("sees none in what was delivered, whatever the order of squads", () => {
    expect(fields({}, {})).toEqual([]);
  });
  it.each([
    ["expiry", { expiresAt: now }],
    ["traffic_limit", { trafficLimitBytes: 0n }],
    ["traffic_strategy", { trafficStrategy: "DAY" as const }],
    ["device_limit", { deviceLimit: null }],
    ["internal_squads", { internalSquads: ["a"] }],
    ["external_squad", { externalSquad: "x" }],
    ["enabled", { status: "DISABLED" as const }],
  ])("names %s", (field, change) => {
    expect(fields({}, change)).toEqual([field]);
  });
  it("leaves traffic and its limit to the panel", () => {
    expect(fields({}, { status: "LIMITED" })).toEqual([]);
  });
  it("does not take what was not said for a difference", () => {
    expect(
      fields({}, { deviceLimit: undefined, internalSquads: undefined, externalSquad: undefined }),
    ).toEqual([]);
  });
  it("asks of an ended promise only that nothing works", () => {
    expect(fields({ expiresAt: now }, {})).toEqual(["enabled"]);
    expect(fields({ cancelled: true }, {})).toEqual(["enabled"]);
    expect(fields({ cancelled: true }, { status: "DISABLED" })).toEqual([]);
    expect(fields({ expiresAt: now }, { expiresAt: now, trafficLimitBytes: 0n })).toEqual([]);
  });
});
