import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { alerts } from "@/db/schema/monitoring";
import { subscriptionDevices, subscriptions } from "@/db/schema/subscriptions";
import { inTransaction } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { DEMO_TOKEN } from "@/server/demo/panel/testing";
import {
  endEntitlement,
  promiseTrafficReset,
  retryProvisioning,
  setEnabled,
} from "@/server/domains/subscriptions";
import { panelShop } from "@/server/testing/panel-shop";
import {
  listAccessibleServers,
  listDevices,
  provisionSubscription,
  removeDevice,
  resetSubscriptionLink,
  sweepProvisioning,
} from ".";

const shop = await panelShop();
const { ctx, db, panel, grant, grantOf, addCustomer, events } = shop;
const DAY = 86_400_000;

afterEach(() => panel.setMood("ok"));

const read = async (id: string) => {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no row");
  return row;
};
const provision = (subscriptionId: string) => provisionSubscription(ctx, { subscriptionId });
/** The panel's own picture, past our client. */
const onPanel = async (name: string) => {
  const response = await fetch(`${panel.url}/__demo/users/${name}`, {
    headers: { authorization: `Bearer ${DEMO_TOKEN}` },
  });
  if (!response.ok) return null;
  return ((await response.json()) as { response: Record<string, unknown> }).response;
};
async function bought(more = {}) {
  const customerId = await addCustomer({ telegramId: BigInt(Math.floor(Math.random() * 1e12)) });
  const { subscriptionId } = await grant(grantOf(customerId, more));
  return { customerId, subscriptionId };
}
async function delivered(more = {}) {
  const made = await bought(more);
  expect(await provision(made.subscriptionId)).toEqual({ kind: "done", revision: 1 });
  return { ...made, row: await read(made.subscriptionId) };
}
const eventsOf = async (name: string, subscriptionId: string) =>
  (await events(name)).filter(({ data }) => data.subscriptionId === subscriptionId);

describe("delivery", () => {
  it("creates what was promised, marks whose it is, announces it once", async () => {
    const { row, subscriptionId, customerId } = await delivered();
    const user = await onPanel(row.panelUsername);
    expect(user).toMatchObject({
      status: "ACTIVE",
      expireAt: row.expiresAt.toISOString(),
      trafficLimitBytes: 10_000_000,
      trafficLimitStrategy: "MONTH",
      hwidDeviceLimit: 3,
      activeInternalSquads: [{ uuid: shop.squad }],
    });
    expect(row).toMatchObject({
      status: "active",
      provisioning: "idle",
      observedRevision: 1,
      subscriptionUrl: user?.subscriptionUrl,
    });
    expect(await provision(subscriptionId)).toEqual({ kind: "current" });
    expect(await eventsOf("subscriptions/provisioned", subscriptionId)).toEqual([
      {
        name: "subscriptions/provisioned",
        data: {
          subscriptionId,
          customerId,
          revision: 1,
          first: true,
          delayed: false,
          whys: ["new"],
        },
      },
    ]);
  });

  it("renews in place: link and devices stay", async () => {
    const { row, customerId, subscriptionId } = await delivered();
    await panel.simulateTraffic({ user: row.panelUsername, devices: [{ hwid: "HWID000001" }] });
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
    expect(await provision(subscriptionId)).toEqual({ kind: "done", revision: 2 });
    const after = await read(subscriptionId);
    expect(after.subscriptionUrl).toBe(row.subscriptionUrl);
    const user = await onPanel(row.panelUsername);
    expect(user?.expireAt).toBe(after.expiresAt.toISOString());
    expect(user?.devices).toHaveLength(1);
  });

  it("serves many callers at once with one panel user", async () => {
    const { subscriptionId } = await bought();
    const before = panel.users();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => provision(subscriptionId)));
    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(1);
    expect(panel.users()).toBe(before + 1);
    expect(await eventsOf("subscriptions/provisioned", subscriptionId)).toHaveLength(1);
  });

  it("ends a refunded one and revives a bought one", async () => {
    const { row, customerId, subscriptionId } = await delivered({ orderId: "ord_refund" });
    await inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_refund" }));
    expect((await provision(subscriptionId)).kind).toBe("done");
    expect(await onPanel(row.panelUsername)).toMatchObject({ status: "DISABLED" });
    expect((await read(subscriptionId)).status).toBe("cancelled");
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
    expect((await provision(subscriptionId)).kind).toBe("done");
    expect(await onPanel(row.panelUsername)).toMatchObject({ status: "ACTIVE" });
    expect((await read(subscriptionId)).status).toBe("active");
  });

  it("disables and enables", async () => {
    const { row, subscriptionId } = await delivered();
    await setEnabled(ctx, { subscriptionId, enabled: false });
    await provision(subscriptionId);
    expect(await onPanel(row.panelUsername)).toMatchObject({ status: "DISABLED" });
    await setEnabled(ctx, { subscriptionId, enabled: true });
    await provision(subscriptionId);
    expect(await onPanel(row.panelUsername)).toMatchObject({ status: "ACTIVE" });
    const told = await eventsOf("subscriptions/provisioned", subscriptionId);
    expect(told.slice(1).map(({ data }) => data.whys)).toEqual([["disable"], ["enable"]]);
  });

  it("sets used traffic to zero, which lifts the limit", async () => {
    const { row, subscriptionId } = await delivered();
    await panel.simulateTraffic({ user: row.panelUsername, bytes: 20_000_000 });
    expect(await onPanel(row.panelUsername)).toMatchObject({ status: "LIMITED" });
    await promiseTrafficReset(ctx, { subscriptionId });
    expect((await provision(subscriptionId)).kind).toBe("done");
    expect(await read(subscriptionId)).toMatchObject({ status: "active", usedTrafficBytes: 0n });
  });

  it("removes the devices that were given up", async () => {
    const { row, customerId, subscriptionId } = await delivered();
    const devices = ["HWID00000A", "HWID00000B"].map((hwid) => ({ hwid }));
    await panel.simulateTraffic({ user: row.panelUsername, devices });
    await listDevices(ctx, { subscriptionId });
    await grant(
      grantOf(customerId, { kind: "upgrade", subscriptionId, dropDevices: ["HWID00000A"] }),
    );
    expect((await provision(subscriptionId)).kind).toBe("done");
    const left = await db
      .select()
      .from(subscriptionDevices)
      .where(eq(subscriptionDevices.subscriptionId, subscriptionId));
    expect(left.map(({ hwid }) => hwid)).toEqual(["HWID00000B"]);
    expect((await onPanel(row.panelUsername))?.devices).toHaveLength(1);
  });
});

describe("bad days", () => {
  it("keeps the promise while the panel is away and delivers it once when it is back", async () => {
    panel.setMood("outage");
    const { subscriptionId } = await bought();
    expect((await provision(subscriptionId)).kind).toBe("waiting");
    expect((await provision(subscriptionId)).kind).toBe("waiting");
    expect(await sweepProvisioning(ctx)).toEqual({ up: false, tried: 0, done: 0 });
    expect(await eventsOf("subscriptions/delayed", subscriptionId)).toHaveLength(1);
    expect(await read(subscriptionId)).toMatchObject({
      status: "pending",
      provisioning: "waiting",
    });

    panel.setMood("ok");
    const sweep = await sweepProvisioning(ctx);
    expect(sweep.done).toBeGreaterThanOrEqual(1);
    const told = await eventsOf("subscriptions/provisioned", subscriptionId);
    expect(told.map(({ data }) => [data.first, data.delayed])).toEqual([[true, true]]);
    expect((await read(subscriptionId)).status).toBe("active");
  });

  it("adopts the user whose create went through without an answer", async () => {
    panel.setMood("drop-sockets");
    const { subscriptionId } = await bought();
    // The version is not asked for a create, so the request itself gets through.
    expect((await provision(subscriptionId)).kind).toBe("waiting");
    panel.setMood("ok");
    const before = panel.users();
    expect((await provision(subscriptionId)).kind).toBe("done");
    expect(panel.users()).toBe(before);
  });

  it.each(["errors", "garbage", "deleted-token"] as const)("waits out %s", async (mood) => {
    const { row, customerId, subscriptionId } = await delivered();
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
    panel.setMood(mood);
    expect((await provision(subscriptionId)).kind).toBe("waiting");
    expect((await read(subscriptionId)).panelId).toBe(row.panelId);
    panel.setMood("ok");
    expect((await provision(subscriptionId)).kind).toBe("done");
  });

  it("recreates only what the panel itself says is gone, with the old link", async () => {
    const { row, customerId, subscriptionId } = await delivered();
    await panel.editUser(row.panelUsername, { delete: true, silent: true });
    await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
    expect((await provision(subscriptionId)).kind).toBe("done");
    const after = await read(subscriptionId);
    expect(after.panelId).not.toBe(row.panelId);
    expect(after.panelShortUuid).toBe(row.panelShortUuid);
  });

  it("does not bring back what is over", async () => {
    const { row, subscriptionId } = await delivered({ orderId: "ord_over" });
    await panel.editUser(row.panelUsername, { delete: true, silent: true });
    await inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_over" }));
    expect((await provision(subscriptionId)).kind).toBe("done");
    expect(await onPanel(row.panelUsername)).toBeNull();
  });

  it("stops at a refusal, tells the operator, and goes on once it is mended", async () => {
    const made = await bought();
    const { subscriptionId } = made;
    await db
      .update(subscriptions)
      .set({ internalSquads: ["00000000-0000-4000-8000-000000000000"] })
      .where(eq(subscriptions.id, subscriptionId));
    const outcome = await provision(subscriptionId);
    expect(outcome).toMatchObject({ kind: "rejected" });
    expect("reason" in outcome && outcome.reason).toMatch(/^unknown_squad/);
    const [alert] = await db.select().from(alerts).where(eq(alerts.key, subscriptionId));
    expect(alert?.kind).toBe("provisioning_rejected");
    expect((await provision(subscriptionId)).kind).toBe("rejected");
    await db
      .update(subscriptions)
      .set({ internalSquads: [shop.squad] })
      .where(eq(subscriptions.id, subscriptionId));
    await retryProvisioning(ctx, { subscriptionId });
    expect((await provision(subscriptionId)).kind).toBe("done");
  });

  it("leaves a stranger with our name alone", async () => {
    const { subscriptionId } = await bought();
    const { panelUsername } = await read(subscriptionId);
    panel.seedUsers([{ username: panelUsername, expireAt: Date.now() + DAY }]);
    const user = await onPanel(panelUsername);
    await fetch(`${panel.url}/api/metadata/user/${user?.id}`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${DEMO_TOKEN}`,
        "content-type": "application/json",
        "x-forwarded-for": "1.1.1.1",
        "x-forwarded-proto": "https",
      },
      body: JSON.stringify({ metadata: { rezeis: { subscriptionId: "sub_other" } } }),
    });
    const outcome = await provision(subscriptionId);
    expect("reason" in outcome && outcome.reason).toMatch(/^username_taken/);
  });

  it("takes over from a process that died, and only then", async () => {
    const { subscriptionId } = await bought();
    const claim = (seconds: number) => shop.sql`
      update subscriptions set provisioning_claim = 'dead',
        provisioning_claimed_until = now() + ${seconds} * interval '1 second'
      where id = ${subscriptionId}`;
    await claim(20);
    expect(await provision(subscriptionId)).toEqual({ kind: "busy" });
    await claim(-1);
    expect((await provision(subscriptionId)).kind).toBe("done");
  });
});

describe("what customers do themselves", () => {
  it("stores a new link before it shows it", async () => {
    const { row, subscriptionId } = await delivered();
    const { url } = await resetSubscriptionLink(ctx, { subscriptionId });
    expect(url).not.toBe(row.subscriptionUrl);
    expect((await read(subscriptionId)).subscriptionUrl).toBe(url);
    panel.setMood("drop-sockets");
    const failing = resetSubscriptionLink(ctx, { subscriptionId });
    await expect(failing).rejects.toMatchObject({ kind: "unavailable" });
    expect((await read(subscriptionId)).subscriptionUrl).toBe(url);
  });

  it("says what it last knew while the panel is away", async () => {
    const { row, subscriptionId } = await delivered();
    panel.setMood("outage");
    expect(await listDevices(ctx, { subscriptionId })).toEqual({
      value: null,
      asOf: null,
      stale: true,
    });
    expect(await listAccessibleServers(ctx, { subscriptionId })).toMatchObject({
      value: null,
      stale: true,
    });
    panel.setMood("ok");
    await panel.simulateTraffic({ user: row.panelUsername, devices: [{ hwid: "HWID00000C" }] });
    expect((await listDevices(ctx, { subscriptionId })).value).toHaveLength(1);
    expect((await listAccessibleServers(ctx, { subscriptionId })).value?.length).toBeGreaterThan(0);
    panel.setMood("outage");
    const known = await listDevices(ctx, { subscriptionId });
    expect([known.value?.length, known.stale, known.asOf instanceof Date]).toEqual([1, true, true]);
    panel.setMood("ok");
    const left = await removeDevice(ctx, { subscriptionId, hwid: "HWID00000C" });
    expect(left.value).toEqual([]);
  });
});

it("waits without a panel", async () => {
  const { subscriptionId } = await bought();
  provideEnv({ REMNAWAVE_HOST: "", REMNAWAVE_TOKEN: "", REMNAWAVE_WEBHOOK_SECRET: "" });
  expect(await provision(subscriptionId)).toEqual({ kind: "waiting", reason: "not_configured" });
  provideEnv({ REMNAWAVE_HOST: panel.url, REMNAWAVE_TOKEN: DEMO_TOKEN });
  expect((await provision(subscriptionId)).kind).toBe("done");
});
