import { afterAll } from "vitest";
import { customers } from "@/db/schema/customers";
import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { newId } from "@/server/core/ids";
import type { DemoPanelOptions } from "@/server/demo/panel";
import { DEMO_SECRET, DEMO_TOKEN, startTestPanel } from "@/server/demo/panel/testing";
import { grantEntitlement } from "@/server/domains/subscriptions";
import type { GrantInput } from "@/server/domains/subscriptions/schemas";

/** A shop with a database of its own and a stand-in panel over real HTTP. */
export async function panelShop(options: Partial<DemoPanelOptions> = {}) {
  const { sql, db } = await testDatabase();
  const panel = await startTestPanel(options);
  afterAll(() => panel.stop());
  provideEnv({
    REMNAWAVE_HOST: panel.url,
    REMNAWAVE_TOKEN: DEMO_TOKEN,
    REMNAWAVE_WEBHOOK_SECRET: DEMO_SECRET,
  });
  const ctx: Ctx = systemContext("test", { db });
  const squad = panel.internalSquads[0]?.uuid ?? "";

  async function addCustomer(values: Partial<typeof customers.$inferInsert> = {}) {
    const id = newId("customer");
    await db.insert(customers).values({ id, referralCode: id, firstName: "Ann", ...values });
    return id;
  }

  const grantOf = (customerId: string, more: Partial<GrantInput> = {}): GrantInput => ({
    orderId: null,
    customerId,
    kind: "new",
    subscriptionId: null,
    planId: "pln_basic",
    plan: {
      id: "pln_basic",
      name: { en: "Basic", ru: "Базовый" },
      trafficLimitBytes: 10_000_000n,
      trafficStrategy: "MONTH",
      deviceLimit: 3,
      internalSquads: [squad],
      externalSquad: null,
    },
    durationDays: 30,
    paid: { amount: 10_000n, currency: "RUB" },
    ...more,
  });

  const grant = (input: GrantInput, at: Ctx = ctx) =>
    inTransaction(at, (tx) => grantEntitlement(tx, input));

  /** Events written to the outbox, oldest first. */
  async function events(name?: string): Promise<{ name: string; data: Record<string, unknown> }[]> {
    const rows = await sql<{ name: string; data: Record<string, unknown> }[]>`
      select name, data from outbox order by seq`;
    return rows.filter((row) => !name || row.name === name);
  }

  return { sql, db, panel, ctx, squad, addCustomer, grantOf, grant, events };
}
