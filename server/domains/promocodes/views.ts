import { isCurrency, type Money, money } from "@/server/rules/money";
import { promoState } from "@/server/rules/promocode";
import { type PromoRow, toAmounts } from "./internal";
import type { PromoCodeView } from "./schemas";

export const toMoney = (stored: Record<string, string>): Money[] =>
  Object.entries(toAmounts(stored))
    .filter(([currency]) => isCurrency(currency))
    .map(([currency, amount]) => money(amount, currency));

export function toView(row: PromoRow, now: Date): PromoCodeView {
  const { updatedAt, createdBy, special, ...rest } = row;
  const { trafficBytes, ...others } = special;
  return {
    ...rest,
    amounts: toMoney(row.amounts),
    minOrder: toMoney(row.minOrder),
    special: { ...others, ...(trafficBytes ? { trafficBytes: BigInt(trafficBytes) } : {}) },
    state: promoState(row, now),
  };
}
