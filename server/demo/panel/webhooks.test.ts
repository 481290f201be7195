import { afterEach, describe, expect, it } from "vitest";
import { parsePanelWebhook, verifyPanelSignature } from "@/server/integrations/remnawave";
import { until } from "@/server/testing/until";
import { DEMO_SECRET, startHookReceiver, startTestPanel } from "./testing";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const DAY = 86_400_000;

async function setUp(answer?: (nth: number) => number, now?: () => number) {
  const receiver = await startHookReceiver(answer);
  const panel = await startTestPanel({ webhookUrl: () => receiver.url, now });
  cleanUps.push(receiver.close, panel.stop);
  await until(() => receiver.received.length > 0 && panel.webhooksIdle());
  return { receiver, panel };
}

describe("webhooks of the demo panel", () => {
  it("are signed over the raw body, and say what happened", async () => {
    const { receiver, panel } = await setUp();
    await panel.seedUsers([
      {
        username: "shop_1",
        expireAt: Date.now() + DAY,
        trafficLimitBytes: 100,
        squads: ["f3564679-f6f3-411f-a9bd-bad0e7faef80"],
      },
    ]);
    await panel.simulateTraffic({
      user: "shop_1",
      bytes: 100,
      devices: [{ hwid: "ABCDEF0123456789", platform: "iOS" }],
    });
    await panel.editUser("shop_1", { trafficLimitBytes: 5, silent: true });
    await panel.editUser("shop_1", { expireAt: new Date(Date.now() - DAY) });
    await panel.runJobs();
    panel.switchNode("Helsinki-1", false);
    await panel.editUser("shop_1", { delete: true });
    await until(() => receiver.received.length >= 9 && panel.webhooksIdle());

    expect(receiver.events().sort()).toEqual([
      "node.connection_lost",
      "service.panel_started",
      "user.bandwidth_usage_threshold_reached",
      "user.deleted",
      "user.expired",
      "user.first_connected",
      "user.limited",
      "user.modified",
      "user_hwid_devices.added",
    ]);
    for (const { body, signature, timestamp } of receiver.received) {
      const raw = new TextEncoder().encode(body);
      expect(verifyPanelSignature(DEMO_SECRET, raw, signature)).toBe(true);
      const hook = parsePanelWebhook(raw);
      expect(hook?.timestamp.toISOString()).toBe(timestamp);
      if (hook?.scope.startsWith("user")) expect(hook.user?.username).toBe("shop_1");
      if (hook?.scope === "node")
        expect(hook.node).toMatchObject({ isConnected: false, system: null });
    }
  });

  it("are repeated with the same bytes until they are taken", async () => {
    const { receiver, panel } = await setUp((nth) => (nth <= 4 ? 500 : 200));
    // The first was panel_started: four attempts, dropped.
    await until(() => receiver.received.length === 4 && panel.webhooksIdle());
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(panel.state().webhooks.recent[0]).toMatchObject({ status: "dropped", attempts: 4 });
    await panel.seedUsers([{ username: "shop_2", expireAt: Date.now() + DAY }]);
    await panel.editUser("shop_2", { tag: "A" });
    await until(() => panel.webhooksIdle());
    expect(panel.state().webhooks.recent[0]).toMatchObject({ status: "delivered", attempts: 1 });
  });

  it("come for the expiry, which the panel notices by itself", async () => {
    let now = Date.parse("2026-11-22T12:00:00Z");
    const { receiver, panel } = await setUp(undefined, () => now);
    await panel.seedUsers([{ username: "shop_3", expireAt: now + 1000 }]);
    expect(await panel.runJobs()).toEqual({ expired: 0, limited: 0 });
    now += 2000;
    expect(await panel.runJobs()).toEqual({ expired: 1, limited: 0 });
    expect(await panel.runJobs()).toEqual({ expired: 0, limited: 0 });
    await until(() => receiver.received.length === 2);
    expect(parsePanelWebhook(receiver.received[1]?.body ?? "")).toMatchObject({
      event: "user.expired",
      user: { status: "EXPIRED", updatedAt: new Date(now) },
    });
  });
});
