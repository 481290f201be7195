import {
  type ChainLink,
  commissionOf,
  type Level,
  levelAt,
  type OrderMoney,
  planCommissions,
  reversedOf,
} from "./commission";
import type { Currency } from "./money";

export type SimulatedOrder = {
  /** Who invited the buyer. */
  partnerId: string;
  base: bigint;
  money: OrderMoney;
  from: Currency;
  rateMicros: bigint;
};

export type SimulatedPartner = {
  id: string;
  parentId: string | null;
  status: string;
  referrals: number;
  terms: ChainLink["terms"];
};

/** What each partner would have earned of these orders under a program, refunds taken off; minor units of `currency`. */
export function simulateProgram(input: {
  orders: readonly SimulatedOrder[];
  partners: readonly SimulatedPartner[];
  program: { levels: readonly Level[]; overrideBp: readonly number[] };
  currency: Currency;
}): Map<string, bigint> {
  const byId = new Map(input.partners.map((partner) => [partner.id, partner]));
  const earned = new Map<string, bigint>();
  for (const order of input.orders) {
    const chain = chainOf(byId, order.partnerId).map(
      ({ id, status, referrals, terms }): ChainLink => ({
        partnerId: id,
        earns: status === "active",
        level: levelAt(input.program.levels, referrals),
        terms,
      }),
    );
    for (const { partnerId, rateBp } of planCommissions(chain, input.program)) {
      const terms = { rateBp, from: order.from, to: input.currency, rateMicros: order.rateMicros };
      const amount = commissionOf(order.base, terms);
      const gone = reversedOf({ ...terms, baseAmount: order.base, amount }, order.money);
      earned.set(partnerId, (earned.get(partnerId) ?? 0n) + amount - gone);
    }
  }
  return earned;
}

/** A partner and those above, nearest first; a circle ends where it closes. */
function chainOf(byId: Map<string, SimulatedPartner>, id: string): SimulatedPartner[] {
  const chain: SimulatedPartner[] = [];
  for (
    let link = byId.get(id);
    link && !chain.includes(link);
    link = byId.get(link.parentId ?? "")
  ) {
    chain.push(link);
  }
  return chain;
}
