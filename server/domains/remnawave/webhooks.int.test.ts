import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/remnawave/route";
import { alerts } from "@/db/schema/monitoring";
import { panelEvents } from "@/db/schema/remnawave";
import { subscriptions } from "@/db/schema/subscriptions";
import { provideEnv } from "@/server/core/env";
import { DEMO_SECRET } from "@/server/demo/panel/testing";
import { applyObservation } from "@/server/domains/subscriptions";
import {
  CAPTURED_WEBHOOK_SECRET,
  type CapturedVersion,
  capturedWebhooks,
} from "@/server/integrations/remnawave/testing/captures";
import { panelShop } from "@/server/testing/panel-shop";
import { until } from "@/server/testing/until";
import {
  getPanelState,
  listNodes,
  listPanelEvents,
  processPanelEvent,
  provisionSubscription,
  receivePanelWebhook,
  replayPanelEvent,
} from ".";

const shop = await panelShop();
const { ctx, db, panel, grant, grantOf, addCustomer, events } = shop;

afterEach(() => {
  panel.setMood("ok");
  provideEnv({ REMNAWAVE_WEBHOOK_SECRET: DEMO_SECRET });
});

const sign = (body: string, secret = DEMO_SECRET) =>
  createHmac("sha256", secret).update(body).digest("hex");
const receive = (body: string, signature: string, at = ctx) =>
  receivePanelWebhook(at, {
    rawBody: Buffer.from(body),
    headers: new Headers({ "x-remnawave-signature": signature }),
  });
let beat = 0;
/** Each call another moment, as the panel's are. */
const hook = (event: string, data: object, scope = event.split(".")[0]) => {
  beat += 1;
  const timestamp = new Date(Date.now() + beat).toISOString();
  return JSON.stringify({ scope, event, timestamp, data, meta: null });
};
async function handle(body: string) {
  const { eventId } = await receive(body, sign(body));
  return processPanelEvent(ctx, { eventId: eventId ?? "" });
}
const read = async (id: string) => {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row?.panelId) throw new Error("not delivered");
  return { ...row, panelId: row.panelId };
};
async function subscription() {
  const { subscriptionId } = await grant(grantOf(await addCustomer()));
  await provisionSubscription(ctx, { subscriptionId });
  return read(subscriptionId);
}
const userData = (row: { panelId: bigint; panelUsername: string }) => ({
  id: Number(row.panelId),
  username: row.panelUsername,
});

describe.each(["3.3.2", "2.8.1"] as CapturedVersion[])("captured from %s", (version) => {
  it.each(Object.entries(capturedWebhooks(version)))(
    "%s is accepted once, flipped refused, no secret kept",
    async (_name, hook) => {
      provideEnv({ REMNAWAVE_WEBHOOK_SECRET: CAPTURED_WEBHOOK_SECRET });
      // Some were captured on their way out, before they were signed.
      const signature = hook.signature ?? sign(hook.rawBody, CAPTURED_WEBHOOK_SECRET);
      const then = { ...ctx, clock: () => new Date(hook.timestamp) };
      const flipped = Buffer.from(hook.rawBody);
      flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
      const forged = receivePanelWebhook(then, {
        rawBody: flipped,
        headers: new Headers({ "x-remnawave-signature": signature }),
      });
      await expect(forged).rejects.toMatchObject({ kind: "unauthenticated" });

      const first = await receive(hook.rawBody, signature, then);
      expect(first.duplicate).toBe(false);
      expect(await receive(hook.rawBody, signature, then)).toEqual({ ...first, duplicate: true });
      const [row] = await db
        .select()
        .from(panelEvents)
        .where(eq(panelEvents.id, first.eventId ?? ""));
      expect(JSON.stringify(row?.data)).not.toMatch(/Password|vless|privateKey|https?:/i);
      const { status } = await processPanelEvent(then, { eventId: first.eventId ?? "" });
      expect(["processed", "ignored"]).toContain(status);
    },
  );
});

describe("what an event does", () => {
  it("is a hint: the panel is asked, and its answer counts", async () => {
    const row = await subscription();
    await panel.editUser(row.panelUsername, { status: "LIMITED", silent: true });
    // The body claims something else.
    const body = hook("user.enabled", { ...userData(row), status: "ACTIVE" });
    expect(await handle(body)).toEqual({ status: "processed" });
    expect((await read(row.id)).status).toBe("limited");
    const seen = await events("subscriptions/observed");
    expect(seen.some(({ data }) => data.subscriptionId === row.id)).toBe(true);
  });

  it("never rolls back what was seen later", async () => {
    const row = await subscription();
    const observation = {
      panelId: row.panelId,
      shortUuid: "old",
      username: row.panelUsername,
      status: "EXPIRED" as const,
      expiresAt: new Date(0),
      trafficLimitBytes: 0n,
      trafficStrategy: "NO_RESET" as const,
      usedTrafficBytes: 0n,
      lifetimeTrafficBytes: 0n,
      subscriptionUrl: "https://old",
    };
    const at = new Date((row.observedAt?.getTime() ?? 0) - 1);
    const late = { subscriptionId: row.id, observation, at, source: "late" };
    expect(await applyObservation(ctx, late)).toBe(false);
    expect(await read(row.id)).toEqual(row);
  });

  it("delivers again what was deleted there, with the old link", async () => {
    const row = await subscription();
    await panel.editUser(row.panelUsername, { delete: true, silent: true });
    await handle(hook("user.deleted", userData(row)));
    expect(await read(row.id)).toMatchObject({ status: "pending", provisioning: "queued" });
    await provisionSubscription(ctx, { subscriptionId: row.id });
    const after = await read(row.id);
    expect(after.status).toBe("active");
    expect(after.panelShortUuid).toBe(row.panelShortUuid);
  });

  it("does not believe a deletion that the panel does not confirm", async () => {
    const row = await subscription();
    await handle(hook("user.deleted", userData(row)));
    expect(await read(row.id)).toMatchObject({ status: "active", panelMissingAt: null });
  });

  it("stores a link that was reset on the panel", async () => {
    const row = await subscription();
    const key = { authorization: "Bearer demo-token" };
    const forwarded = { "x-forwarded-for": "1.1.1.1", "x-forwarded-proto": "https" };
    await fetch(`${panel.url}/api/users/${row.panelId}/actions/revoke`, {
      method: "POST",
      headers: { ...key, ...forwarded, "content-type": "application/json" },
      body: "{}",
    });
    await handle(hook("user.revoked", userData(row)));
    expect((await read(row.id)).subscriptionUrl).not.toBe(row.subscriptionUrl);
  });

  it("reads the devices", async () => {
    const row = await subscription();
    await panel.simulateTraffic({ user: row.panelUsername, devices: [{ hwid: "HWID99999X" }] });
    await handle(hook("user_hwid_devices.added", { user: userData(row), hwidUserDevice: {} }));
    expect((await read(row.id)).devicesObservedAt).not.toBeNull();
  });

  it("watches nodes", async () => {
    const [node] = panel.nodes;
    panel.switchNode(node?.uuid ?? "", false);
    const payload = { uuid: node?.uuid, name: node?.name };
    await handle(hook("node.connection_lost", payload));
    const nodes = await listNodes(ctx);
    expect(nodes.value?.find(({ uuid }) => uuid === node?.uuid)?.state).not.toBe("online");
    panel.switchNode(node?.uuid ?? "", true);
  });

  it.each([
    ["errors.bandwidth_usage_threshold_reached_max_notifications", "processed"],
    ["crm.infra_billing_node_payment_due_today", "processed"],
    ["service.panel_started", "processed"],
    ["torrent_blocker.report", "processed"],
    ["user.modified", "ignored"],
    ["something.new", "ignored"],
  ])("%s of nobody we know is %s", async (event, status) => {
    expect(await handle(hook(event, { id: 987_654 }))).toEqual({ status });
  });

  it("waits for the panel, and is given up and replayed by hand", async () => {
    const row = await subscription();
    const body = hook("user.modified", userData(row));
    const { eventId } = await receive(body, sign(body));
    const input = { eventId: eventId ?? "" };
    panel.setMood("outage");
    for (let n = 1; n < 8; n++) {
      await expect(processPanelEvent(ctx, input)).rejects.toMatchObject({ kind: "unavailable" });
    }
    expect(await processPanelEvent(ctx, input)).toEqual({ status: "dead" });
    panel.setMood("ok");
    await replayPanelEvent(ctx, input);
    expect(await processPanelEvent(ctx, input)).toEqual({ status: "processed" });
    const { rows } = await listPanelEvents(ctx, { limit: 5 });
    expect(rows.find(({ id }) => id === eventId)?.operation).toBe("user.updated");
  }, 60_000);
});

describe("the door", () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    POST(
      new Request("http://shop/api/webhooks/remnawave", {
        method: "POST",
        body,
        headers: { "x-remnawave-signature": sign(body), ...headers },
      }),
    );

  it("answers 200 after commit, 4xx to what is not the panel's", async () => {
    const body = hook("user.modified", { id: 1 });
    expect((await post(body)).status).toBe(200);
    expect((await post(body)).status).toBe(200);
    const before = await db.$count(panelEvents);
    expect((await post(body, { "x-remnawave-signature": "00" })).status).toBe(401);
    expect((await post("{broken")).status).toBe(400);
    expect((await post("x".repeat(600_000))).status).toBe(413);
    provideEnv({ REMNAWAVE_WEBHOOK_SECRET: "" });
    expect((await post(hook("user.modified", { id: 1 }))).status).toBe(401);
    expect(await db.$count(panelEvents)).toBe(before);
    const kinds = await db.select({ kind: alerts.kind }).from(alerts);
    expect(kinds.map(({ kind }) => kind)).toContain("panel_webhook_refused");
  });

  it("keeps what is long past without acting on it", async () => {
    const body = JSON.stringify({
      scope: "user",
      event: "user.modified",
      timestamp: new Date(Date.now() - 25 * 3_600_000).toISOString(),
      data: { id: 1 },
    });
    const { eventId } = await receive(body, sign(body));
    expect(await processPanelEvent(ctx, { eventId: eventId ?? "" })).toEqual({ status: "ignored" });
  });

  it("takes a burst of one delivery as one", async () => {
    const body = hook("user.modified", { id: 2 });
    const all = await Promise.all(Array.from({ length: 50 }, () => receive(body, sign(body))));
    expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(1);
  });
});

it("tells the state of the panel", async () => {
  await until(async () => (await getPanelState(ctx)).up === true);
  const state = await getPanelState(ctx);
  expect(state).toMatchObject({ configured: true, version: "3.3.2", failure: null });
  expect(state.lastEventAt).not.toBeNull();
});
