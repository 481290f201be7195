import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { aCustomer, aDuration, aPlan, aPurchase } from "@/server/testing/builders";
import { listWaysToPay } from ".";

const { db } = await testDatabase();
// Stars are the only way to pay, and what was bought before was bought in roubles.
provideEnv({ TELEGRAM_BOT_TOKEN: "1:test", TELEGRAM_API_ROOT: "http://127.0.0.1:9" });
const DAY = 86_400_000;
const start = Date.UTC(2026, 5, 1, 12);
let now = start;
const ctx = systemContext("test", { db, clock: () => new Date(now) });
const small = await aPlan(ctx);
const big = await aPlan(ctx, { durations: [aDuration(30, 20_000n, 100n)] });

it("says before a change of plan what another currency does not count", async () => {
  const customerId = await aCustomer(ctx);
  const { subscriptionId } = await aPurchase(ctx, { customerId, plan: small });
  now = start + 15 * DAY;
  const ways = (plan: typeof small) =>
    listWaysToPay(ctx, {
      customerId,
      subscriptionId,
      planId: plan.id,
      durationId: plan.durations[0]?.id ?? "",
    });
  const [change, ...others] = await ways(big);
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    kind: "upgrade",
    total: { amount: 100n, currency: "XTR" },
    uncounted: [{ amount: 5_000n, currency: "RUB" }],
  });
  // A renewal counts nothing in any currency: nothing is lost by it.
  expect((await ways(small))[0]).toMatchObject({ kind: "renew", uncounted: [] });

  await aPurchase(ctx, { customerId, plan: big, kind: "upgrade", subscriptionId, currency: "XTR" });
  const [back] = await ways(small);
  expect(back).toMatchObject({ kind: "upgrade", uncounted: [] });
  now = start;
});
