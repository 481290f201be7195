import type { OrderKind, PromoKind } from "@/db/enums";
import type { Currency } from "./money";
import type { Discount } from "./pricing";

/** What of a promo code decides who may use it for what. Amounts are minor units by currency. */
export type PromoTerms = {
  kind: PromoKind;
  percentBp: number | null;
  amounts: Readonly<Record<string, bigint>>;
  minOrder: Readonly<Record<string, bigint>>;
  planIds: readonly string[];
  durationDays: readonly number[];
  groups: readonly string[];
  newCustomersOnly: boolean;
  perPerson: number;
  /** Null is without limit. */
  maxUses: number | null;
  uses: number;
  validFrom: Date | null;
  validUntil: Date | null;
  archivedAt: Date | null;
};

/** A person, as far as a code asks about them. */
export type PromoPerson = {
  /** Never paid, and brought no subscription along. */
  isNew: boolean;
  groups: readonly string[];
  /** Times they used this code for good. */
  used: number;
  /** Uses their own open orders hold: a new order takes their place, so these do not stand in its way. */
  reserved: number;
};

export type PromoOffer = {
  kind: OrderKind;
  planId: string | null;
  durationDays: number;
  currency: Currency;
  subtotal: bigint;
};

/** Why a code may not be used, in the order in which it is asked. */
export const PROMO_REFUSALS = [
  "promo_unknown",
  "promo_not_started",
  "promo_expired",
  "promo_used_up",
  "promo_not_for_you",
  "promo_new_only",
  "promo_per_person",
  "promo_no_order",
  "promo_not_for_this",
  "promo_not_for_plan",
  "promo_not_for_currency",
  "promo_min_order",
] as const;
export type PromoRefusal = (typeof PROMO_REFUSALS)[number];

export type PromoState = "active" | "scheduled" | "expired" | "used_up" | "archived";

/** Where a code stands by itself, whoever asks. */
export function promoState(
  terms: Pick<PromoTerms, "archivedAt" | "validFrom" | "validUntil" | "maxUses" | "uses">,
  now: Date,
): PromoState {
  if (terms.archivedAt) return "archived";
  if (terms.validUntil && terms.validUntil <= now) return "expired";
  if (terms.maxUses !== null && terms.uses >= terms.maxUses) return "used_up";
  if (terms.validFrom && terms.validFrom > now) return "scheduled";
  return "active";
}

const CLOSED: Record<Exclude<PromoState, "active">, PromoRefusal> = {
  // Whoever guesses codes learns nothing of those that were taken back.
  archived: "promo_unknown",
  scheduled: "promo_not_started",
  expired: "promo_expired",
  used_up: "promo_used_up",
};

/** Why nobody may use the code now, or null. */
export function promoClosed(terms: PromoTerms, now: Date): PromoRefusal | null {
  const state = promoState(terms, now);
  return state === "active" ? null : CLOSED[state];
}

/** Why this person may not use the code whatever they buy, or null. */
export function promoRefusalFor(
  terms: PromoTerms,
  person: PromoPerson,
  now: Date,
): PromoRefusal | null {
  const closed = promoClosed({ ...terms, uses: terms.uses - person.reserved }, now);
  if (closed) return closed;
  const { groups } = terms;
  if (groups.length > 0 && !groups.some((group) => person.groups.includes(group))) {
    return "promo_not_for_you";
  }
  if (terms.newCustomersOnly && !person.isNew) return "promo_new_only";
  return person.used >= terms.perPerson ? "promo_per_person" : null;
}

/** Why the code takes nothing off this offer, or null. */
export function promoRefusalOf(terms: PromoTerms, offer: PromoOffer): PromoRefusal | null {
  if (terms.kind !== "percent" && terms.kind !== "fixed") return "promo_no_order";
  // Credit put on an account is charged as it is, and add-ons are sold by the day at their own price.
  if (offer.kind === "topup" || offer.kind === "addon") return "promo_not_for_this";
  const { planIds, durationDays } = terms;
  const otherPlan = planIds.length > 0 && !planIds.includes(offer.planId ?? "");
  const otherDuration = durationDays.length > 0 && !durationDays.includes(offer.durationDays);
  if (otherPlan || otherDuration) return "promo_not_for_plan";
  if (promoDiscount(terms, offer.currency) === null) return "promo_not_for_currency";
  return offer.subtotal < minOrderIn(terms, offer.currency) ? "promo_min_order" : null;
}

/** Null when the code names no amount in this currency. */
export function promoDiscount(
  terms: Pick<PromoTerms, "kind" | "percentBp" | "amounts">,
  currency: Currency,
): Discount | null {
  if (terms.kind === "percent") {
    if (terms.percentBp === null) return null;
    return { source: "promo", kind: "percent", basisPoints: terms.percentBp };
  }
  const amount = terms.kind === "fixed" ? terms.amounts[currency] : undefined;
  return amount === undefined ? null : { source: "promo", kind: "fixed", amount };
}

export const minOrderIn = (terms: Pick<PromoTerms, "minOrder">, currency: Currency): bigint =>
  terms.minOrder[currency] ?? 0n;

/** The longest and the shortest code there is. */
export const CODE_LENGTH = { min: 3, max: 32 } as const;
const CODE = /^[A-Z0-9_-]{3,32}$/i;

/** A code as it is stored, of what a person typed; null for what cannot be one, however long it is. */
export function normalizeCode(typed: string): string | null {
  // Blanks around it are forgiven; nothing longer is even looked at.
  if (typed.length > CODE_LENGTH.max * 2) return null;
  const code = typed.trim();
  return CODE.test(code) ? code.toUpperCase() : null;
}
