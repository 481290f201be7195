import { expect, it } from "vitest";
import { isStale, panelOperation, subjectOf } from "./panel-events";

it.each([
  ["user.created", "user.created"],
  ["user.modified", "user.updated"],
  ["user.deleted", "user.updated"],
  ["user.revoked", "user.updated"],
  ["user.first_connected", "subscription.created"],
  ["user.expired", "subscription.expired"],
  ["user.limited", "traffic.used"],
  ["user_hwid_devices.added", "user.updated"],
  ["node.created", null],
  ["user.invented_later", null],
])("%s is %s", (event, operation) => {
  expect(panelOperation(event)).toBe(operation);
});

it("knows whom an event is about", () => {
  expect(["user", "user_hwid_devices", "node", "crm", "new"].map(subjectOf)).toEqual([
    "user",
    "devices",
    "nodes",
    "notice",
    "unknown",
  ]);
});

it("calls stale what is a day off, in either direction", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  expect(isStale(new Date("2026-11-22T12:00:00Z"), now)).toBe(false);
  expect(isStale(new Date("2026-11-22T11:59:59Z"), now)).toBe(true);
  expect(isStale(new Date("2026-11-24T12:00:01Z"), now)).toBe(true);
});
