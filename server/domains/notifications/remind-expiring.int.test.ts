import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { notifications } from "@/db/schema/notifications";
import { subscriptions } from "@/db/schema/subscriptions";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { startTrial } from "@/server/domains/trials";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { remindExpiring, tellStatus } from ".";
import { renderNotification } from "./render";

const HOUR = 3_600_000;
const { db } = await testDatabase();
const start = Date.UTC(2026, 5, 1, 12);
let now = start;
const ctx = systemContext("test", { db, clock: () => new Date(now) });
const plan = await aPlan(ctx);

const told = async (customerId: string) =>
  (
    await db
      .select({ type: notifications.type, data: notifications.data })
      .from(notifications)
      .where(eq(notifications.customerId, customerId))
      .orderBy(notifications.createdAt)
  ).map(({ type, data }) => [type, data.left ?? data.days ?? data.why]);
const at = async (hours: number) => {
  now = start + hours * HOUR;
  await remindExpiring(ctx);
  await remindExpiring(ctx);
};

it("reminds of a trial a day and three hours before its end, each once, and says when it is over", async () => {
  now = start;
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await startTrial(ctx, { customerId });
  const set = (status: "trial" | "expired" | "limited") =>
    db.update(subscriptions).set({ status }).where(eq(subscriptions.id, subscriptionId));
  await set("trial");
  for (const hours of [1, 47]) await at(hours);
  expect(await told(customerId)).toEqual([]);
  for (const hours of [48.5, 60]) await at(hours);
  expect(await told(customerId)).toEqual([["trial_ending", "day"]]);
  for (const hours of [69.5, 71]) await at(hours);
  expect(await told(customerId)).toEqual([
    ["trial_ending", "day"],
    ["trial_ending", "hours"],
  ]);
  now = start + 73 * HOUR;
  await set("expired");
  await tellStatus(ctx, { subscriptionId });
  await tellStatus(ctx, { subscriptionId });
  expect((await told(customerId)).at(-1)).toEqual(["trial_ended", "time"]);
  expect(await told(customerId)).toHaveLength(3);
});

it("reminds of what was bought three days and one day before, in its own words", async () => {
  now = start;
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await aPurchase(ctx, { customerId, plan });
  await db
    .update(subscriptions)
    .set({ status: "active" })
    .where(eq(subscriptions.id, subscriptionId));
  for (const hours of [640, 650, 700, 715]) await at(hours);
  expect(await told(customerId)).toEqual([
    ["subscription_expiring", 3],
    ["subscription_expiring", 1],
  ]);
});

it.each(["en", "ru"] as const)("leads from a trial's end to the plans, in %s", (locale) => {
  const about = { subscriptionId: "sub_1", plan: "Basic" };
  for (const message of [
    renderNotification("trial_ending", { ...about, left: "day" }, locale),
    renderNotification("trial_ended", { ...about, why: "traffic" }, locale),
  ]) {
    expect(message.html).toContain("<b>Basic</b>");
    expect(message.buttons).toMatchObject([{ callback: "upgrade:sub_1" }]);
  }
});
