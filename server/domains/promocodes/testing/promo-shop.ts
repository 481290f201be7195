import { randomInt } from "node:crypto";
import type { Tx } from "@/db/client";
import type { OrderStatus } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { orders } from "@/db/schema/orders";
import { promoCodes } from "@/db/schema/promocodes";
import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import type { PromoOffer } from "@/server/rules/promocode";
import { checkPromoCode, reservePromoCode } from "..";

const OFFER: PromoOffer = {
  kind: "new",
  planId: "pln_basic",
  durationDays: 30,
  currency: "RUB",
  subtotal: 10_000n,
};

/** A database with people and promo codes, for tests of what codes do. */
export async function promoShop() {
  const { sql, db } = await testDatabase();
  const ctx: Ctx = systemContext("test", { db });
  const start = Date.now();
  let made = 0;

  /** A code of 10 % for everybody, unless said otherwise. */
  async function aCode(values: Partial<typeof promoCodes.$inferInsert> = {}): Promise<string> {
    const id = newId("promoCode");
    made += 1;
    await db.insert(promoCodes).values({
      id,
      code: `CODE${made}`,
      kind: "percent",
      percentBp: 1000,
      ...values,
    });
    return id;
  }

  async function aPerson(values: Partial<typeof customers.$inferInsert> = {}): Promise<string> {
    const id = newId("customer");
    const telegramId = BigInt(randomInt(1, 2 ** 47));
    await db
      .insert(customers)
      .values({ id, telegramId, firstName: "Ann", referralCode: id, ...values });
    return id;
  }

  /** A row of an order as another slice would have written it. */
  async function anOrderRow(of: {
    customerId: string;
    total: bigint;
    currency: string;
    paid?: boolean;
    status?: OrderStatus;
  }): Promise<string> {
    const id = newId("order");
    const { paid = false, status = paid ? "fulfilled" : "pending", ...rest } = of;
    await db.insert(orders).values({
      id,
      ...rest,
      kind: "new",
      status,
      source: "bot",
      subtotal: of.total,
      quote: {},
      expiresAt: new Date(start),
      paidAt: paid ? new Date(start) : null,
    });
    return id;
  }

  const inTx = <T>(body: (tx: Ctx<Tx>) => Promise<T>, at: Ctx = ctx) => inTransaction(at, body);

  /** Reserves for an order; its id. */
  async function reserve(of: {
    promoCodeId: string;
    customerId: string;
    orderId?: string;
    currency?: string;
    at?: Ctx;
  }): Promise<string> {
    const { at = ctx, orderId = newId("order"), currency = "RUB", ...who } = of;
    const input = { ...who, orderId, discount: 1000n, currency };
    await inTransaction(at, (tx) => reservePromoCode(tx, input));
    return orderId;
  }

  const check = (
    of: { code: string; customerId: string; offer?: Partial<PromoOffer> },
    at: Ctx = ctx,
  ) => checkPromoCode(at, { ...of, offer: { ...OFFER, ...of.offer } });

  const later = (ms: number): Ctx => ({ ...ctx, clock: () => new Date(start + ms) });

  return { sql, db, ctx, aCode, aPerson, anOrderRow, inTx, reserve, check, later };
}
