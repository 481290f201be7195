import type { z } from "zod";
import type { PromoKind } from "@/db/enums";
import type { PromoCodeView, previewPromoCodeInput } from "@/server/domains/promocodes/schemas";
import { type Currency, fromDecimal, type Money, toDecimal } from "@/server/rules/money";

const GIB = 1024n ** 3n;

export type Amounts = Partial<Record<Currency, string>>;

/** A promo code while it is being edited: numbers as they were typed. */
export type PromoDraft = {
  /** `many` generates codes of the same terms. */
  mode: "one" | "many";
  code: string;
  prefix: string;
  count: string;
  kind: PromoKind;
  percent: string;
  amounts: Amounts;
  trialDays: string;
  /** What a special code gives; empty is nothing. */
  planId: string;
  days: string;
  trafficGib: string;
  devices: string;
  discount: string;
  group: string;
  maxUses: string;
  perPerson: string;
  /** As `datetime-local` has it. */
  validFrom: string;
  validUntil: string;
  planIds: string[];
  durationDays: number[];
  /** Comma-separated. */
  groups: string;
  minOrder: Amounts;
  newCustomersOnly: boolean;
  stacks: boolean;
  note: string;
};

export const EMPTY_DRAFT: PromoDraft = {
  mode: "one",
  code: "",
  prefix: "",
  count: "100",
  kind: "percent",
  percent: "10",
  amounts: {},
  trialDays: "",
  planId: "",
  days: "",
  trafficGib: "",
  devices: "",
  discount: "",
  group: "",
  maxUses: "",
  perPerson: "1",
  validFrom: "",
  validUntil: "",
  planIds: [],
  durationDays: [],
  groups: "",
  minOrder: {},
  newCustomersOnly: false,
  stacks: true,
  note: "",
};

const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : String(value);
const percentText = (bp: number | null | undefined): string =>
  bp === null || bp === undefined ? "" : String(bp / 100);
const amountsText = (amounts: Money[]): Amounts =>
  Object.fromEntries(amounts.map((money) => [money.currency, toDecimal(money)]));

export function toDraft(code: PromoCodeView | null, toLocal: (at: Date) => string): PromoDraft {
  if (!code) return EMPTY_DRAFT;
  const { special } = code;
  return {
    ...EMPTY_DRAFT,
    code: code.code,
    kind: code.kind,
    percent: percentText(code.percentBp),
    amounts: amountsText(code.amounts),
    trialDays: text(code.trialDays),
    planId: special.planId ?? "",
    days: text(special.days),
    trafficGib: special.trafficBytes ? String(Number(special.trafficBytes) / Number(GIB)) : "",
    devices: text(special.devices),
    discount: percentText(special.personalDiscountBp),
    group: special.group ?? "",
    maxUses: text(code.maxUses),
    perPerson: text(code.perPerson),
    validFrom: code.validFrom ? toLocal(code.validFrom) : "",
    validUntil: code.validUntil ? toLocal(code.validUntil) : "",
    planIds: code.planIds,
    durationDays: code.durationDays,
    groups: code.groups.join(", "),
    minOrder: amountsText(code.minOrder),
    newCustomersOnly: code.newCustomersOnly,
    stacks: code.stacks,
    note: code.note,
  };
}

type Terms = z.input<typeof previewPromoCodeInput>["terms"];
/** `code`: the key of what to do about it. */
export type DraftProblem = { field: string; code: string };

class Problem extends Error {
  constructor(
    readonly field: string,
    readonly code: string,
  ) {
    super(code);
  }
}

const number = (field: string, typed: string): number | null => {
  const trimmed = typed.trim().replace(",", ".");
  if (trimmed === "") return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) throw new Problem(field, "number");
  return value;
};
/** Hundredths of a percent, exactly; more digits than that are no percentage we could keep. */
const basisPoints = (field: string, typed: string): number | null => {
  const value = number(field, typed);
  if (value === null) return null;
  const bp = Math.round(value * 100);
  if (Math.abs(bp - value * 100) > 1e-6) throw new Problem(field, "percentBp");
  return bp;
};
const amountsOf = (field: string, typed: Amounts): Partial<Record<Currency, bigint>> => {
  const result: Partial<Record<Currency, bigint>> = {};
  for (const [code, value] of Object.entries(typed)) {
    const currency = code as Currency;
    if (!value.trim()) continue;
    const parsed = fromDecimal(value.replace(",", "."), currency);
    if (!parsed) throw new Problem(field, "amount");
    result[currency] = parsed.amount;
  }
  return result;
};
const instant = (field: string, typed: string): Date | null => {
  if (!typed) return null;
  const at = new Date(typed);
  if (Number.isNaN(at.getTime())) throw new Problem(field, "date");
  return at;
};

function specialOf(draft: PromoDraft): NonNullable<Terms["special"]> {
  // Days of trial may name the plan that is tried; everything else belongs to a special code.
  if (draft.kind === "trial_days") return draft.planId ? { planId: draft.planId } : {};
  if (draft.kind !== "special") return {};
  const gib = number("special", draft.trafficGib);
  return {
    planId: draft.planId || undefined,
    days: number("special", draft.days) ?? undefined,
    trafficBytes: gib === null ? undefined : (BigInt(Math.round(gib * 100)) * GIB) / 100n,
    devices: number("special", draft.devices) ?? undefined,
    personalDiscountBp: basisPoints("special", draft.discount) ?? undefined,
    group: draft.group.trim() || undefined,
  };
}

/** What the server takes, or the first thing that is not what belongs there. */
export function termsOf(draft: PromoDraft): Terms | DraftProblem {
  try {
    return {
      kind: draft.kind,
      percentBp: draft.kind === "percent" ? basisPoints("percentBp", draft.percent) : null,
      amounts: draft.kind === "fixed" ? amountsOf("amounts", draft.amounts) : {},
      trialDays: draft.kind === "trial_days" ? number("trialDays", draft.trialDays) : null,
      special: specialOf(draft),
      maxUses: number("maxUses", draft.maxUses),
      perPerson: number("perPerson", draft.perPerson) ?? 1,
      validFrom: instant("validFrom", draft.validFrom),
      validUntil: instant("validUntil", draft.validUntil),
      planIds: draft.planIds,
      durationDays: draft.durationDays,
      groups: [...new Set(draft.groups.split(",").map((group) => group.trim()))].filter(Boolean),
      minOrder: amountsOf("minOrder", draft.minOrder),
      newCustomersOnly: draft.newCustomersOnly,
      stacks: draft.stacks,
      note: draft.note,
    };
  } catch (problem) {
    if (problem instanceof Problem) return { field: problem.field, code: problem.code };
    throw problem;
  }
}
