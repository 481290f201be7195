/** Central banks keep weekends and long holidays: the last rate within so many days still is the day's. */
export const RATE_LASTS_DAYS = 10;

export const RATE_USES = ["reports", "commissions", "payouts"] as const;
export type RateUse = (typeof RATE_USES)[number];

/** A pair of currencies that is converted. `old`: too long ago to count for today's orders. */
export type RateNeed = {
  from: string;
  to: string;
  uses: RateUse[];
  state: "current" | "old" | "missing";
  /** Of the newest rate. */
  day: string | null;
};

/** Whole days from a day like `2026-06-30` to a moment, by UTC. */
export const daysSince = (day: string, now: Date): number =>
  Math.floor((now.getTime() - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);

/** What a shop has to know rates of: its prices in the currency of reports and in those partners earn. */
export function findNeeds(shop: {
  /** Currencies money comes in. */
  sold: readonly string[];
  reporting: string;
  earned: readonly string[];
  /** Null while nobody is paid out in USDT. */
  paidInUsdt: { usdtAtPar: boolean } | null;
  stored: readonly { from: string; to: string; day: string }[];
  today: Date;
}): RateNeed[] {
  const needs = new Map<string, RateNeed>();
  const need = (from: string, to: string, use: RateUse) => {
    if (from === to) return;
    const key = `${from}:${to}`;
    const known = needs.get(key);
    if (known) {
      if (!known.uses.includes(use)) known.uses.push(use);
      return;
    }
    const day = shop.stored.find((rate) => rate.from === from && rate.to === to)?.day ?? null;
    const state =
      day === null ? "missing" : daysSince(day, shop.today) > RATE_LASTS_DAYS ? "old" : "current";
    needs.set(key, { from, to, uses: [use], state, day });
  };
  for (const from of shop.sold) {
    for (const to of shop.earned) need(from, to, "commissions");
    need(from, shop.reporting, "reports");
  }
  for (const from of shop.paidInUsdt ? shop.earned : []) {
    if (!(from === "USD" && shop.paidInUsdt?.usdtAtPar)) need(from, "USDT", "payouts");
  }
  const urgency = { missing: 0, old: 1, current: 2 };
  return [...needs.values()].sort(
    (a, b) =>
      urgency[a.state] - urgency[b.state] ||
      a.to.localeCompare(b.to) ||
      a.from.localeCompare(b.from),
  );
}
