import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { aCustomer, anOrder, aPlan } from "@/server/testing/builders";
import { findOpenOrder } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const plan = await aPlan(ctx);

it("offers to finish what a person began, and not what automatic renewal is at", async () => {
  const customerId = await aCustomer(ctx);
  await anOrder(ctx, { customerId, plan, source: "auto" });
  expect(await findOpenOrder(ctx, { customerId })).toBeNull();
  const { id, number } = await anOrder(ctx, { customerId, plan, source: "miniapp" });
  await anOrder(ctx, { customerId: await aCustomer(ctx), plan });
  expect(await findOpenOrder(ctx, { customerId })).toEqual({ orderId: id, number });
});
