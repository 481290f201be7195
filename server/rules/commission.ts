import { CURRENCIES, type Currency, divideHalfUp, FULL_BP } from "./money";

/** A step of the partner program: from so many active paying referrals on, this share of their money. */
export type Level = { from: number; rateBp: number };

/** Why a text of levels is refused: a stable code, translated where it is shown. */
export type LevelsFault =
  | "levels_malformed"
  | "levels_no_start"
  | "levels_overlap"
  | "levels_unsorted"
  | "levels_over_100"
  | "levels_too_many";

export const DEFAULT_LEVELS = "0:5,6:10,21:15,51:20";
const MAX_LEVELS = 20;

/** `7.5` percent as 750 basis points; null for anything that is no percentage with at most two decimals. */
export function percentToBp(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

export const bpToPercent = (bp: number): string =>
  (bp / 100).toFixed(2).replace(/\.?0+$/, "") || "0";

/** What is wrong with levels, if anything. They start at 0, rise, and share at most everything. */
export function findLevelsFault(levels: readonly Level[]): LevelsFault | null {
  if (levels.length === 0 || levels[0]?.from !== 0) return "levels_no_start";
  if (levels.length > MAX_LEVELS) return "levels_too_many";
  for (const [index, level] of levels.entries()) {
    if (!Number.isSafeInteger(level.from) || !Number.isSafeInteger(level.rateBp)) {
      return "levels_malformed";
    }
    if (level.from < 0 || level.rateBp < 0) return "levels_malformed";
    if (level.rateBp > FULL_BP) return "levels_over_100";
    const before = levels[index - 1];
    if (before && level.from === before.from) return "levels_overlap";
    if (before && level.from < before.from) return "levels_unsorted";
  }
  return null;
}

/** Reads `0:5,6:10`: thresholds and percentages. */
export function parseLevels(
  text: string,
): { ok: true; levels: Level[] } | { ok: false; fault: LevelsFault } {
  const levels: Level[] = [];
  for (const part of text.split(",")) {
    const [from = "", percent = "", ...more] = part.split(":");
    const rateBp = percentToBp(percent);
    if (more.length > 0 || !/^\d{1,7}$/.test(from.trim()) || rateBp === null) {
      return { ok: false, fault: "levels_malformed" };
    }
    levels.push({ from: Number(from), rateBp });
  }
  const fault = findLevelsFault(levels);
  return fault ? { ok: false, fault } : { ok: true, levels };
}

export const formatLevels = (levels: readonly Level[]): string =>
  levels.map(({ from, rateBp }) => `${from}:${bpToPercent(rateBp)}`).join(",");

/** `10,5`: the shares of those above, nearest first. Null when it cannot be read. */
export function parseRates(text: string): number[] | null {
  if (text.trim() === "") return [];
  const rates = text.split(",").map(percentToBp);
  return rates.every((rate) => rate !== null) ? rates : null;
}

/** Index of the level that so many active paying referrals give. */
export function levelAt(levels: readonly Level[], referrals: number): number {
  return Math.max(
    0,
    levels.findLastIndex(({ from }) => referrals >= from),
  );
}

/** How far it is to the next level; null at the last. */
export function levelProgress(levels: readonly Level[], referrals: number) {
  const index = levelAt(levels, referrals);
  const next = levels[index + 1];
  return {
    index,
    referrals,
    next: next ? { ...next, missing: next.from - referrals } : null,
  };
}

/** Shares of one order never add up to more than it. */
export const sharesFit = (levels: readonly Level[], overrideBp: readonly number[]): boolean =>
  Math.max(...levels.map(({ rateBp }) => rateBp)) + overrideBp.reduce((a, b) => a + b, 0) <=
  FULL_BP;

/** What an order was worth to a partner: money that came and stayed. All amounts are minor units. */
export type OrderMoney = {
  /** Paid as money; credit spent on it is not money that came. */
  total: bigint;
  credit: bigint;
  /** Sent back as money, and given back as credit (first what had been credit before). */
  refunded: bigint;
  refundedCredit: bigint;
};

/** Settled money of an order net of refunds, never below zero. */
export function netMoney({ total, credit, refunded, refundedCredit }: OrderMoney): bigint {
  const asCredit = refundedCredit > credit ? refundedCredit - credit : 0n;
  const net = total - refunded - asCredit;
  return net > 0n ? net : 0n;
}

/** The base of all commissions of an order: its money less the gateway's fee, if that is taken off. */
export const commissionBase = (total: bigint, gatewayFeeBp: number): bigint =>
  total - divideHalfUp(total * BigInt(gatewayFeeBp), BigInt(FULL_BP));

export type CommissionTerms = {
  rateBp: number;
  from: Currency;
  to: Currency;
  /** Millionths of `to` for one unit of `from`; a million when they are the same. */
  rateMicros: bigint;
};

/** A share of a base in the partner's currency, rounded half-up once: share and rate in one division. */
export function commissionOf(base: bigint, { rateBp, from, to, rateMicros }: CommissionTerms) {
  const scale = (currency: Currency) => 10n ** BigInt(CURRENCIES[currency]);
  return divideHalfUp(
    base * BigInt(rateBp) * rateMicros * scale(to),
    BigInt(FULL_BP) * scale(from) * 1_000_000n,
  );
}

/**
 * How much of a commission is to be taken back after refunds: what it is, less what it would be on the money
 * that stayed. The base shrinks in proportion, so a change of settings since does not matter.
 */
export function reversedOf(
  commission: { baseAmount: bigint; amount: bigint } & CommissionTerms,
  order: OrderMoney,
): bigint {
  if (order.total <= 0n) return 0n;
  const base = divideHalfUp(commission.baseAmount * netMoney(order), order.total);
  const left = commissionOf(base, commission);
  return left < commission.amount ? commission.amount - left : 0n;
}

/** Somebody in the chain above a buyer: the partner who invited them, then that partner's parent … */
export type ChainLink = {
  partnerId: string;
  /** A suspended partner keeps the place and earns nothing. */
  earns: boolean;
  level: number;
  terms: { directBp?: number; overrideBp?: readonly number[] };
};

export type PlannedCommission = {
  partnerId: string;
  kind: "direct" | "override";
  sourcePartnerId: string | null;
  rateBp: number;
};

/**
 * Who gets which share of an order. The first link earns its level's rate; each one above earns the override of
 * its distance, of the same base. Own terms win over the program's.
 */
export function planCommissions(
  chain: readonly ChainLink[],
  program: { levels: readonly Level[]; overrideBp: readonly number[] },
): PlannedCommission[] {
  const planned: PlannedCommission[] = [];
  for (const [distance, link] of chain.entries()) {
    if (distance === 0) {
      const level = program.levels[Math.min(link.level, program.levels.length - 1)];
      const rateBp = link.terms.directBp ?? level?.rateBp ?? 0;
      planned.push({
        partnerId: link.partnerId,
        kind: "direct",
        sourcePartnerId: null,
        rateBp: link.earns ? rateBp : 0,
      });
      continue;
    }
    const rates = link.terms.overrideBp ?? program.overrideBp;
    const rateBp = rates[distance - 1];
    if (rateBp === undefined || !link.earns) continue;
    planned.push({
      partnerId: link.partnerId,
      kind: "override",
      sourcePartnerId: chain[distance - 1]?.partnerId ?? null,
      rateBp,
    });
  }
  return planned;
}
