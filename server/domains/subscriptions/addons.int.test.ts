import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction } from "@/server/core/context";
import { saveAddon } from "@/server/domains/catalog";
import { panelShop } from "@/server/testing/panel-shop";
import {
  addonOffers,
  cancelAddon,
  endEntitlement,
  expireAddons,
  giftDays,
  grantAddon,
  listSubscriptionAddons,
  renewedAddons,
} from ".";

const shop = await panelShop();
const { ctx, db, grant, grantOf, addCustomer } = shop;
const DAY = 86_400_000;
const at = (when: Date): Ctx => ({ ...ctx, clock: () => when });

const read = async (id: string) => {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no row");
  return row;
};
const pastEnd = async (id: string, days: number) =>
  new Date((await read(id)).expiresAt.getTime() + days * DAY);

const anAddon = (values: Partial<Parameters<typeof saveAddon>[1]> = {}) =>
  saveAddon(ctx, {
    name: { en: "Two more devices", ru: "Ещё два устройства" },
    kind: "devices",
    quantity: 2n,
    recurring: true,
    planIds: [],
    prices: [{ currency: "RUB", amount: 2500n }],
    ...values,
  });
type Addon = Awaited<ReturnType<typeof anAddon>>;

const sold = ({ id, name, kind, quantity, recurring }: Addon) => ({
  addonId: id,
  name,
  kind,
  quantity,
  recurring,
});
let orders = 0;
const add = (
  subscriptionId: string,
  addon: Addon,
  more: { orderId?: string; endsAt?: Date } = {},
) =>
  inTransaction(ctx, (tx) =>
    grantAddon(tx, {
      subscriptionId,
      orderId: `ord_addon_${orders++}`,
      addon: sold(addon),
      ...more,
    }),
  );

const devices = await anAddon();
const traffic = await anAddon({ kind: "traffic", quantity: 5_000_000n, recurring: false });

describe("addonOffers", () => {
  it("asks for the days that are left, for a one-time add-on once", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    const offers = await addonOffers(at(await pastEnd(subscriptionId, -12)), { subscriptionId });
    const price = (id: string) => offers.find(({ addon }) => addon.id === id)?.prices[0]?.amount;
    expect(price(devices.id)).toBe(1000n);
    expect(price(traffic.id)).toBe(2500n);
  });

  it("is the owner's alone, and empty once the subscription is over", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    const stranger: Ctx = { ...ctx, actor: { type: "customer", id: await addCustomer() } };
    await expect(addonOffers(stranger, { subscriptionId })).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await addonOffers(at(await pastEnd(subscriptionId, 1)), { subscriptionId })).toEqual([]);
  });
});

describe("the promise with add-ons", () => {
  it("is the plan's and theirs, once an order, and announced", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    const order = { orderId: "ord_addon_once" };
    await Promise.all(Array.from({ length: 5 }, () => add(subscriptionId, devices, order)));
    await add(subscriptionId, traffic);
    expect(await read(subscriptionId)).toMatchObject({
      deviceLimit: 5,
      planDeviceLimit: 3,
      trafficLimitBytes: 15_000_000n,
      planTrafficLimitBytes: 10_000_000n,
      desiredRevision: 3,
    });
  });

  it("is kept through a change of plan, and unlimited stays unlimited", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    await add(subscriptionId, devices);
    await add(subscriptionId, traffic);
    const { plan } = grantOf(customerId);
    const upgrade = (trafficLimitBytes: bigint, deviceLimit: number | null) =>
      grant(
        grantOf(customerId, {
          kind: "upgrade",
          subscriptionId,
          plan: { ...plan, trafficLimitBytes, deviceLimit },
        }),
      );
    await upgrade(0n, 10);
    expect(await read(subscriptionId)).toMatchObject({ trafficLimitBytes: 0n, deviceLimit: 12 });
    await upgrade(1_000_000n, null);
    expect(await read(subscriptionId)).toMatchObject({
      trafficLimitBytes: 6_000_000n,
      deviceLimit: null,
    });
  });

  it("renews what was paid for by its days; the rest leaves when its time is over", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    const end = (await read(subscriptionId)).expiresAt;
    await add(subscriptionId, devices);
    await add(subscriptionId, traffic);
    const renewed = await renewedAddons(ctx, { subscriptionId, currency: "RUB", days: 58 });
    expect(renewed.map(({ addonId, amount }) => ({ addonId, amount }))).toEqual([
      { addonId: devices.id, amount: 4833n },
    ]);
    await grant(
      grantOf(customerId, {
        kind: "renew",
        subscriptionId,
        durationDays: 58,
        renewAddons: [devices.id],
      }),
    );
    await expireAddons(at(new Date(end.getTime() + DAY)));
    expect(await read(subscriptionId)).toMatchObject({
      deviceLimit: 5,
      trafficLimitBytes: 10_000_000n,
    });
    const kept = await listSubscriptionAddons(ctx, { subscriptionId });
    expect(kept.map(({ addonId, endsAt }) => [addonId, endsAt.getTime()])).toEqual([
      [devices.id, end.getTime() + 58 * DAY],
    ]);
  });

  it("renews one of two when one was paid for", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    const end = (await read(subscriptionId)).expiresAt;
    await add(subscriptionId, devices);
    await add(subscriptionId, devices);
    await grant(grantOf(customerId, { kind: "renew", subscriptionId, renewAddons: [devices.id] }));
    await expireAddons(at(new Date(end.getTime() + DAY)));
    expect(await read(subscriptionId)).toMatchObject({ deviceLimit: 5 });
  });

  it("does not stretch what was bought for a shorter time", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    const end = (await read(subscriptionId)).expiresAt;
    await grant(grantOf(customerId, { kind: "renew", subscriptionId, durationDays: 365 }));
    await add(subscriptionId, devices, { endsAt: end });
    await grant(grantOf(customerId, { kind: "renew", subscriptionId, renewAddons: [devices.id] }));
    const [kept] = await listSubscriptionAddons(ctx, { subscriptionId });
    expect(kept?.endsAt.getTime()).toBe(end.getTime() + 30 * DAY);
  });

  it("waits for a late renewal, and leaves when none paid for it", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    await add(subscriptionId, devices);
    const late = at(await pastEnd(subscriptionId, 2));
    await expireAddons(late);
    expect(await renewedAddons(late, { subscriptionId, currency: "RUB", days: 30 })).toHaveLength(
      1,
    );
    await grant(grantOf(customerId, { kind: "renew", subscriptionId, renewAddons: [] }), late);
    await expireAddons(late);
    expect(await read(subscriptionId)).toMatchObject({ deviceLimit: 3 });
    expect(await listSubscriptionAddons(ctx, { subscriptionId })).toEqual([]);
  });

  it("goes along with days given for nothing", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    await add(subscriptionId, devices);
    await add(subscriptionId, traffic);
    const end = (await read(subscriptionId)).expiresAt;
    await giftDays(ctx, { subscriptionId, days: 10 });
    await expireAddons(at(new Date(end.getTime() + DAY)));
    expect(await read(subscriptionId)).toMatchObject({
      deviceLimit: 5,
      trafficLimitBytes: 10_000_000n,
    });
  });
});

describe("giving an add-on up", () => {
  it("lets it run to its end and not be renewed", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    await add(subscriptionId, devices);
    const [held] = await listSubscriptionAddons(ctx, { subscriptionId });
    const stranger: Ctx = { ...ctx, actor: { type: "customer", id: await addCustomer() } };
    const input = { subscriptionAddonId: held?.id ?? "" };
    await expect(cancelAddon(stranger, input)).rejects.toMatchObject({ kind: "not_found" });
    await cancelAddon({ ...ctx, actor: { type: "customer", id: customerId } }, input);
    expect(await read(subscriptionId)).toMatchObject({ deviceLimit: 5 });
    expect(await renewedAddons(ctx, { subscriptionId, currency: "RUB", days: 30 })).toEqual([]);
  });

  it("is at once when its money went back, and ends nothing else", async () => {
    const { subscriptionId } = await grant(grantOf(await addCustomer()));
    await add(subscriptionId, devices, { orderId: "ord_addon_back" });
    const { expiresAt } = await read(subscriptionId);
    const end = () => inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_addon_back" }));
    await end();
    await end();
    expect(await read(subscriptionId)).toMatchObject({
      deviceLimit: 3,
      expiresAt,
      desiredRevision: 3,
    });
  });

  it("comes with a refund of the time it was renewed for", async () => {
    const customerId = await addCustomer();
    const { subscriptionId } = await grant(grantOf(customerId));
    await add(subscriptionId, devices);
    const { expiresAt } = await read(subscriptionId);
    await grant(
      grantOf(customerId, {
        kind: "renew",
        subscriptionId,
        orderId: "ord_renewal_back",
        renewAddons: [devices.id],
      }),
    );
    await inTransaction(ctx, (tx) => endEntitlement(tx, { orderId: "ord_renewal_back" }));
    const [kept] = await listSubscriptionAddons(ctx, { subscriptionId });
    expect(kept?.endsAt).toEqual(expiresAt);
  });
});
