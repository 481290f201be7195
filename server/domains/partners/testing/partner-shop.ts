import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { proveBalances } from "@/server/domains/ledger";
import { recordOrderRefund } from "@/server/domains/orders";
import { updateSettingsGroup } from "@/server/domains/settings";
import { aCustomer, aDuration, anOrder, aPlan, payOrder } from "@/server/testing/builders";
import {
  addPartner,
  getPartnerOverview,
  releaseCommissions,
  setPayoutMethod,
  settleCommissions,
} from "..";
import type { PartnerView } from "../schemas";

const DAY_MS = 86_400_000;

/** A shop whose partners earn roubles: an order is 100 roubles unless said otherwise. The test owns the clock. */
export async function partnerShop() {
  const { sql, url } = await testDatabase();
  let now = new Date("2026-06-10T12:00:00Z");
  const ctx = systemContext("test", { clock: () => now });
  await updateSettingsGroup(ctx, { id: "partners", values: { currency: "RUB" } });
  const plan = await aPlan(ctx, { durations: [aDuration(30, 10_000n, 50n)] });

  const shop = {
    ctx,
    sql,
    url,
    plan,
    passDays(days: number) {
      now = new Date(now.getTime() + days * DAY_MS);
    },
    passMinutes(minutes: number) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    setProgram: (values: Record<string, string | number | boolean>) =>
      updateSettingsGroup(ctx, { id: "partners", values }),
    asCustomer: (customerId: string): Ctx => ({
      ...ctx,
      actor: { type: "customer", id: customerId },
    }),
    async aPartner(referredBy: string | null = null): Promise<PartnerView> {
      const customerId = await aCustomer(ctx, { referredBy });
      return addPartner(ctx, { customerId, reason: "a friend" });
    },
    aReferral: ({ customerId }: Pick<PartnerView, "customerId">) =>
      aCustomer(ctx, { referredBy: customerId, createdAt: now }),
    /** Paid, and not looked at by the partner program yet. */
    async buys(customerId: string, currency: "RUB" | "XTR" = "RUB"): Promise<string> {
      const { id } = await anOrder(ctx, { customerId, plan, currency });
      // Whatever friends get off their first month is not what is tested here.
      await sql`update orders set total = subtotal, discount = 0 where id = ${id}`;
      await payOrder(ctx, id);
      return id;
    },
    async purchase(partner: Pick<PartnerView, "customerId">): Promise<string> {
      const orderId = await shop.buys(await shop.aReferral(partner));
      await settleCommissions(ctx, { orderId });
      return orderId;
    },
    refund: (orderId: string, amount: bigint) =>
      inTransaction(ctx, (tx) =>
        recordOrderRefund(tx, { orderId, refundId: newId("refund"), amount }),
      ),
    async balances(partnerId: string) {
      const { balances } = await getPartnerOverview(ctx, { partnerId });
      return {
        pending: balances.pending.amount,
        payable: balances.payable.amount,
        inPayout: balances.inPayout.amount,
        debt: balances.debt.amount,
      };
    },
    /** A partner with so many orders' commissions ready to be paid out: 5 roubles each. */
    async earner(
      orders: number,
      details: Parameters<typeof setPayoutMethod>[1]["details"] = BANK,
    ): Promise<PartnerView> {
      const partner = await shop.aPartner();
      const friend = await shop.aReferral(partner);
      for (let count = 0; count < orders; count += 1) {
        await settleCommissions(ctx, { orderId: await shop.buys(friend) });
      }
      shop.passDays(15);
      await releaseCommissions(ctx);
      return setPayoutMethod(ctx, { partnerId: partner.id, details });
    },
    provesBalances: () => proveBalances(ctx),
  };
  return shop;
}

const BANK = {
  method: "bank_transfer",
  form: "iban",
  account: "DE89 3704 0044 0532 0130 00",
  holder: "Ann Lee",
} as const satisfies Parameters<typeof setPayoutMethod>[1]["details"];
