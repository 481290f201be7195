import { CURRENCIES, type Currency, divideHalfUp, type Money } from "./money";

/** One unit of `from` in `to`, in millionths of the major units. */
export type Rate = { from: Currency; to: Currency; rateMicros: bigint };

/** Converts by a stored rate, half-up in the target's minor units. */
export function convert({ amount }: Money, { from, to, rateMicros }: Rate): Money {
  const scale = (currency: Currency) => 10n ** BigInt(CURRENCIES[currency]);
  return {
    amount: divideHalfUp(amount * rateMicros * scale(to), scale(from) * 1_000_000n),
    currency: to,
  };
}

/**
 * The sum of amounts in several currencies as one, and what could not be converted for want of a rate: those
 * are told apart, never left out in silence.
 */
export function convertAll(
  amounts: readonly Money[],
  to: Currency,
  rates: readonly Rate[],
): { total: Money; unconverted: Money[] } {
  const byCurrency = new Map(rates.filter((rate) => rate.to === to).map((r) => [r.from, r]));
  const unconverted: Money[] = [];
  let total = 0n;
  for (const money of amounts) {
    const rate = byCurrency.get(money.currency);
    if (money.currency === to) total += money.amount;
    else if (rate) total += convert(money, rate).amount;
    else if (money.amount !== 0n) unconverted.push(money);
  }
  return { total: { amount: total, currency: to }, unconverted };
}

/** A rate as people write it: 81500000 millionths is `81.5`. */
export function rateToDecimal(rateMicros: bigint): string {
  const text = rateMicros.toString().padStart(7, "0");
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, "");
}
