import { z } from "zod";
import { PROMO_KINDS, type PromoKind, type RedemptionStatus } from "@/db/enums";
import { CURRENCY_CODES, type Money } from "@/server/rules/money";
import type { QuoteLine } from "@/server/rules/pricing";
import { normalizeCode, type PromoRefusal, type PromoState } from "@/server/rules/promocode";

const id = z.string().min(1).max(64);
type LocalizedText = { en: string; ru: string };

export const enterPromoCodeInput = z.object({
  customerId: id,
  /** Whatever was typed: what cannot be a code is an unknown one. */
  code: z.string(),
  /** Which of their subscriptions is to have it; absent takes the one that lasts longest. */
  subscriptionId: id.nullable().default(null),
});

/** What a code gave at once. */
export type Gift =
  | { kind: "days"; days: number; subscriptionId: string }
  | { kind: "plan"; plan: LocalizedText; days: number; subscriptionId: string }
  | { kind: "trial"; plan: LocalizedText; days: number; subscriptionId: string }
  | { kind: "traffic"; bytes: bigint; subscriptionId: string }
  | { kind: "devices"; devices: number; subscriptionId: string }
  | { kind: "discount"; basisPoints: number }
  | { kind: "group"; group: string };

/** What a code will take off the next order. */
export type PromoBenefit =
  | { kind: "percent"; basisPoints: number }
  | { kind: "fixed"; amounts: Money[] };

export type EnteredPromo =
  | { kind: "granted"; code: string; gifts: Gift[] }
  | { kind: "pending"; code: string; discount: PromoBenefit };

/** A code that waits for the next order. */
export type PendingPromo = {
  code: string;
  discount: PromoBenefit;
  /** Why it would take nothing off now; null when it would. */
  refused: PromoRefusal | null;
};

/* What an operator writes. */

const CODE_HELP = "a code has 3 to 32 characters: letters A–Z, digits, - and _";
const codeText = z
  .string()
  .refine((typed) => normalizeCode(typed) !== null, CODE_HELP)
  .transform((typed) => normalizeCode(typed) ?? "");

const PERCENT_HELP = "enter a percentage from 1 to 100";
const percent = z.number().int(PERCENT_HELP).min(100, PERCENT_HELP).max(10_000, PERCENT_HELP);
const USES_HELP = "enter a whole number above zero, or leave it empty";
const uses = z.number().int(USES_HELP).min(1, USES_HELP).max(1_000_000_000, USES_HELP);
const DAYS_HELP = "enter a whole number of days from 1 to 3650";
const days = z.number().int(DAYS_HELP).min(1, DAYS_HELP).max(3650, DAYS_HELP);
const amount = z
  .bigint()
  .min(1n, "enter an amount above zero, or leave the currency out")
  .max(10n ** 12n, "this amount is too high");
const amounts = z.partialRecord(z.enum(CURRENCY_CODES), amount);
const group = z.string().trim().min(1, "write the group's name").max(40, "at most 40 characters");
const GIB = 1024n ** 3n;

const specialInput = z.object({
  planId: id.optional(),
  days: days.optional(),
  trafficBytes: z
    .bigint()
    .min(1n, "enter more than nothing, or leave it empty")
    .max(1_000_000n * GIB, "this is more than there is")
    .optional(),
  devices: z.number().int().min(1, "at least one device").max(1000, "at most 1000").optional(),
  personalDiscountBp: percent.optional(),
  group: group.optional(),
});

const terms = {
  kind: z.enum(PROMO_KINDS),
  percentBp: percent.nullable().default(null),
  amounts: amounts.default({}),
  trialDays: days.nullable().default(null),
  special: specialInput.default({}),
  maxUses: uses.nullable().default(null),
  perPerson: z
    .number()
    .int()
    .min(1, "each person may use it at least once")
    .max(1000, "at most 1000 times")
    .default(1),
  validFrom: z.date().nullable().default(null),
  validUntil: z.date().nullable().default(null),
  planIds: z.array(id).max(100).default([]),
  durationDays: z.array(z.number().int().min(1).max(36_500)).max(50).default([]),
  groups: z.array(group).max(20).default([]),
  minOrder: amounts.default({}),
  newCustomersOnly: z.boolean().default(false),
  stacks: z.boolean().default(true),
  note: z.string().trim().max(500, "at most 500 characters").default(""),
};
const termsInput = z.object(terms);
type Terms = z.output<typeof termsInput>;

/** What belongs together: each kind says what it gives, and a code ends after it begins. */
function requireWhole(
  value: Terms,
  refine: { addIssue(issue: { code: "custom"; path: string[]; message: string }): void },
): void {
  const problem = (field: string, message: string) =>
    refine.addIssue({ code: "custom", path: [field], message });
  const { kind, special } = value;
  if (kind === "percent" && value.percentBp === null) problem("percentBp", PERCENT_HELP);
  if (kind === "fixed" && Object.keys(value.amounts).length === 0) {
    problem("amounts", "enter an amount in at least one currency");
  }
  if (kind === "trial_days" && value.trialDays === null) problem("trialDays", DAYS_HELP);
  if (kind === "special") {
    if (Object.values(special).every((given) => given === undefined)) {
      problem("special", "choose at least one thing that the code gives");
    }
    if (special.planId && !special.days) {
      problem("special", "say for how many days the plan is given");
    }
  }
  if (value.validFrom && value.validUntil && value.validUntil <= value.validFrom) {
    problem("validUntil", "the end must be after the beginning");
  }
}

export const createPromoCodeInput = z
  .object({ code: codeText, ...terms })
  .superRefine(requireWhole);
export const updatePromoCodeInput = z
  .object({ promoCodeId: id, code: codeText, ...terms })
  .superRefine(requireWhole);

export const MAX_GENERATED = 10_000;
const COUNT_HELP = `enter a number from 1 to ${MAX_GENERATED}`;
export const generatePromoCodesInput = z
  .object({
    ...terms,
    /** Before the random part, which has eight characters. */
    prefix: z
      .string()
      .max(100, "a prefix has at most 20 characters")
      .regex(/^[A-Za-z0-9_-]{0,20}$/, "a prefix has at most 20 letters A–Z, digits, - and _")
      .transform((typed) => typed.toUpperCase()),
    count: z.number().int(COUNT_HELP).min(1, COUNT_HELP).max(MAX_GENERATED, COUNT_HELP),
  })
  .superRefine(requireWhole);

export const promoCodeIdInput = z.object({ promoCodeId: id });

/** A draft as it stands in the editor, for its preview; what it does not say yet is not asked. */
export const previewPromoCodeInput = z.object({
  promoCodeId: id.nullable().default(null),
  terms: termsInput,
  example: z
    .object({ planId: id, durationId: id, currency: z.enum(CURRENCY_CODES) })
    .nullable()
    .default(null),
});

export const PROMO_STATES = [
  "active",
  "scheduled",
  "expired",
  "used_up",
  "archived",
] as const satisfies readonly PromoState[];

const page = {
  dir: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
};
export const listPromoCodesInput = z.object({
  /** A part of the code or of the note. */
  q: z.string().trim().max(100).default(""),
  state: z.array(z.enum(PROMO_STATES)).max(PROMO_STATES.length).default([]),
  /** Codes generated together. */
  batch: z.string().max(64).default(""),
  ...page,
});
export const listRedemptionsInput = z.object({
  promoCodeId: z.string().max(64).default(""),
  customerId: z.string().max(64).default(""),
  ...page,
});

/** What a code gives by itself, as the dashboard shows it. */
export type SpecialView = z.output<typeof specialInput>;

export type PromoCodeView = {
  id: string;
  code: string;
  kind: PromoKind;
  percentBp: number | null;
  amounts: Money[];
  trialDays: number | null;
  special: SpecialView;
  maxUses: number | null;
  perPerson: number;
  validFrom: Date | null;
  validUntil: Date | null;
  planIds: string[];
  durationDays: number[];
  groups: string[];
  minOrder: Money[];
  newCustomersOnly: boolean;
  stacks: boolean;
  uses: number;
  batch: string | null;
  note: string;
  archivedAt: Date | null;
  createdAt: Date;
  state: PromoState;
};

/** Figures of paid orders and of gifts, by currency. */
export type PromoFigures = {
  reserved: number;
  consumed: number;
  honoured: number;
  /** Paid for the orders, what went back taken off. */
  revenue: Money[];
  /** Taken off the orders. */
  discount: Money[];
};

export type PromoCodeRow = PromoCodeView & PromoFigures;

export type RedemptionRow = {
  id: string;
  promoCodeId: string;
  code: string;
  customerId: string;
  customerName: string;
  customerUsername: string | null;
  orderId: string | null;
  orderNumber: number | null;
  orderTotal: Money | null;
  subscriptionId: string | null;
  status: RedemptionStatus;
  discount: Money | null;
  reservedAt: Date;
  consumedAt: Date | null;
  releasedAt: Date | null;
};

export type PromoPreview = {
  /** Why nobody may use it now, whoever they are. */
  closed: PromoRefusal | null;
  audience: {
    total: number;
    eligible: number;
    refused: { why: PromoRefusal | "suspended"; count: number }[];
  };
  example: {
    refused: PromoRefusal | null;
    lines: QuoteLine[];
    total: Money;
    /** The price before anything is taken off. */
    subtotal: Money;
  } | null;
};
