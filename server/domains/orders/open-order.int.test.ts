import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { aCustomer, aDuration, anOrder, aPlan } from "@/server/testing/builders";
import { findOpenOrder } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const plan = await aPlan(ctx);
const another = await aPlan(ctx, { durations: [aDuration(60, 18_000n)] });

it("offers to finish what a person began, and not what automatic renewal is at", async () => {
  const customerId = await aCustomer(ctx);
  await anOrder(ctx, { customerId, plan, source: "auto" });
  expect(await findOpenOrder(ctx, { customerId })).toBeNull();
  const { id, number } = await anOrder(ctx, { customerId, plan: another, source: "miniapp" });
  await anOrder(ctx, { customerId: await aCustomer(ctx), plan });
  expect(await findOpenOrder(ctx, { customerId })).toEqual({ orderId: id, number });
});
