import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { notifications } from "@/db/schema/notifications";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { promiseTrafficReset, setExpiry } from "@/server/domains/subscriptions";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { tellProvisioned } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const plan = await aPlan(ctx);

async function bought(status: "active" | "disabled" = "active") {
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await aPurchase(ctx, { customerId, plan });
  const own = eq(subscriptions.id, subscriptionId);
  await db.update(subscriptions).set({ status }).where(own);
  let revision = 1;
  const tell = async (whys: string[] | undefined, more = {}) => {
    revision += 1;
    const delivery = { subscriptionId, revision, first: false, delayed: false, ...more };
    await tellProvisioned(ctx, whys ? { ...delivery, whys } : delivery);
    const rows = await db
      .select({ type: notifications.type, key: notifications.dedupeKey })
      .from(notifications)
      .where(eq(notifications.customerId, customerId));
    return rows.find(({ key }) => key === `provisioned:${subscriptionId}:${revision}`)?.type;
  };
  return { subscriptionId, own, tell };
}

it("says “renewed” of what was bought or given only, and “changed” of an operator's doing", async () => {
  const { tell } = await bought();
  for (const why of ["renew", "upgrade", "gift", "giftDays", "addon"]) {
    expect(await tell([why]), why).toBe("subscription_renewed");
  }
  for (const why of ["setExpiry", "changePlan", "enable", "resetTraffic"]) {
    expect(await tell([why]), why).toBe("subscription_changed");
  }
  for (const why of ["disable", "refund", "addon_ended"]) {
    expect(await tell([why]), why).toBeUndefined();
  }
  expect(await tell(["resetTraffic", "renew", "disable"])).toBe("subscription_renewed");
  expect(await tell(undefined)).toBe("subscription_renewed");
  expect(await tell(["new"], { first: true })).toBe("subscription_ready");
  expect(await tell(["renew"], { delayed: true })).toBe("subscription_ready");
  expect(await tell(["setExpiry"], { delayed: true })).toBe("subscription_changed");
});

it("says nothing of a change to what does not work", async () => {
  const { tell } = await bought("disabled");
  expect(await tell(["setExpiry"])).toBeUndefined();
});

it("keeps every reason until the promise is delivered", async () => {
  const { subscriptionId, own } = await bought();
  await promiseTrafficReset(ctx, { subscriptionId });
  await setExpiry(ctx, { subscriptionId, expiresAt: new Date(Date.now() + 86_400_000) });
  const [row] = await db.select().from(subscriptions).where(own);
  expect(row?.unannounced).toEqual(["new", "resetTraffic", "setExpiry"]);
});
