import { expect, it } from "vitest";
import { newId } from "@/server/core/ids";
import {
  isOurUsername,
  markedSubscription,
  mayAdopt,
  ownershipMark,
  panelUsername,
} from "./panel-ownership";

const id = newId("subscription");
const subscription = { id, panelUsername: panelUsername(id) };

it("derives a name the panel accepts", () => {
  expect(subscription.panelUsername).toMatch(/^[A-Za-z0-9_-]{3,36}$/);
  expect(isOurUsername(subscription.panelUsername)).toBe(true);
  expect(panelUsername(id)).toBe(subscription.panelUsername);
});

it("adopts what is marked or named as ours, nothing else", () => {
  const ours = { username: subscription.panelUsername, metadata: null };
  expect(mayAdopt(ours, subscription)).toBe(true);
  expect(mayAdopt({ ...ours, metadata: { other: 1 } }, subscription)).toBe(true);
  expect(mayAdopt({ ...ours, metadata: ownershipMark(id, "cus_1") }, subscription)).toBe(true);
  expect(mayAdopt({ ...ours, metadata: ownershipMark("sub_other", "cus_1") }, subscription)).toBe(
    false,
  );
  expect(mayAdopt({ username: "alice", metadata: null }, { id, panelUsername: "alice" })).toBe(
    false,
  );
});

it("reads marks carefully", () => {
  expect(markedSubscription(null)).toBeNull();
  expect(markedSubscription({ rezeis: "x" })).toBeNull();
  expect(markedSubscription({ rezeis: { subscriptionId: 1 } })).toBeNull();
  expect(markedSubscription(ownershipMark("s", "c"))).toBe("s");
});
