/** A running grant, as far as its value matters. Times are instants, amounts minor units of one currency. */
export type PaidPeriod = { paid: bigint; startsAt: Date; endsAt: Date };

/**
 * What a paid period is still worth: paid × unused time / whole time, rounded down, never more than was paid.
 * A period that has not begun is worth all of it, one that is over nothing.
 */
export function unusedValue({ paid, startsAt, endsAt }: PaidPeriod, now: Date): bigint {
  const total = BigInt(endsAt.getTime() - startsAt.getTime());
  if (total <= 0n || paid <= 0n) return 0n;
  const unused = BigInt(endsAt.getTime() - now.getTime());
  if (unused <= 0n) return 0n;
  return unused >= total ? paid : (paid * unused) / total;
}

/** The sum over all running grants of one currency. */
export const prorationCredit = (periods: readonly PaidPeriod[], now: Date): bigint =>
  periods.reduce((sum, period) => sum + unusedValue(period, now), 0n);
