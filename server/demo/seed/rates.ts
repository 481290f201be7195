import type { Sql } from "@/db/client";
import { at, insert } from "./rows";

/** Millionths, of every pair the demo shop converts. */
export const RATES: Record<string, number> = {
  "XTR:RUB": 1_350_000,
  "USD:RUB": 81_500_000,
  "EUR:RUB": 94_200_000,
  "XTR:USD": 13_000,
  "RUB:USD": 12_270,
  "EUR:USD": 1_155_000,
  "RUB:USDT": 12_270,
  "USD:USDT": 1_000_000,
};
/** A rate counts for ten days: one a week leaves no gap. */
const WEEKS = 79;

/** Rates for reports, commissions and payouts, so that Stars and roubles can be shown in one sum. */
export async function writeRates(sql: Sql, now: number): Promise<void> {
  const days = Array.from({ length: WEEKS }, (_, week) => at(now - week * 7 * 86_400_000));
  await insert(
    sql,
    "fx_rates",
    days.flatMap((day) =>
      Object.entries(RATES).map(([pair, micros]) => ({
        day: day.slice(0, 10),
        from_currency: pair.slice(0, pair.indexOf(":")),
        to_currency: pair.slice(pair.indexOf(":") + 1),
        rate_micros: micros,
        source: "demo",
        stored_at: day,
      })),
    ),
  );
}
