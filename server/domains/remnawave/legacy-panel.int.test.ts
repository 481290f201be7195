import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { subscriptions } from "@/db/schema/subscriptions";
import { panelShop } from "@/server/testing/panel-shop";
import {
  diagnoseConnection,
  listDevices,
  provisionSubscription,
  removeAllDevices,
  resetSubscriptionLink,
  runSync,
  startSync,
} from ".";

const shop = await panelShop({ version: "2.8.1" });
const { ctx, db, panel, grant, grantOf, addCustomer } = shop;

it("delivers, renews, resets and reconciles on a panel with uuid keys", async () => {
  const customerId = await addCustomer();
  const { subscriptionId } = await grant(grantOf(customerId));
  const read = async () => {
    const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, subscriptionId));
    if (!row) throw new Error("no row");
    return row;
  };
  expect((await provisionSubscription(ctx, { subscriptionId })).kind).toBe("done");
  const first = await read();
  expect(first.panelUuid).toMatch(/^[0-9a-f-]{36}$/);

  await grant(grantOf(customerId, { kind: "renew", subscriptionId }));
  expect((await provisionSubscription(ctx, { subscriptionId })).kind).toBe("done");
  const { url } = await resetSubscriptionLink(ctx, { subscriptionId });
  expect(url).not.toBe(first.subscriptionUrl);

  await panel.simulateTraffic({ user: first.panelUsername, devices: [{ hwid: "HWID28AAAA" }] });
  expect((await listDevices(ctx, { subscriptionId })).value).toHaveLength(1);
  expect((await removeAllDevices(ctx, { subscriptionId })).value).toEqual([]);

  await panel.editUser(first.panelUsername, { hwidDeviceLimit: 9, silent: true });
  const run = await runSync(ctx, await startSync(ctx));
  expect(run).toMatchObject({ status: "completed", drifted: 1, panelVersion: "2.8.1" });
  expect((await provisionSubscription(ctx, { subscriptionId })).kind).toBe("done");
});

it("says that this version cannot tell about webhooks", async () => {
  const { ok, steps } = await diagnoseConnection(ctx);
  expect(ok).toBe(true);
  expect(steps.find(({ step }) => step === "configuration")?.code).toBe("not_told");
});
