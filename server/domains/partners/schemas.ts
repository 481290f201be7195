import { z } from "zod";
import {
  COMMISSION_KINDS,
  type CommissionKind,
  type CommissionStatus,
  PARTNER_STATUSES,
  PAYOUT_STATUSES,
  type PartnerStatus,
  type PayoutStatus,
} from "@/db/enums";
import { FULL_BP, type Money } from "@/server/rules/money";
import type { PayoutSchedule } from "@/server/rules/payout";

/* What bot, Mini App and dashboard may ask of the partner program, and what they get. Amounts are minor units. */

const id = z.string().min(1).max(64);
const reason = z.string().trim().min(3, "say why, for the partner and the next person").max(500);
const bp = z
  .number("enter a percentage")
  .int("a percentage has at most two decimals")
  .min(0, "a share is not below 0 %")
  .max(FULL_BP, "a share is at most 100 %");
const amount = z.bigint().positive("enter an amount above zero");
const paging = {
  dir: z.enum(["asc", "desc"]).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
};

/** Ids of the payout methods; each has its own details. */
export const PAYOUT_METHOD_IDS = ["crypto", "bank_transfer", "service_credit"] as const;
export type PayoutMethodId = (typeof PAYOUT_METHOD_IDS)[number];

/** `cryptobot` goes to the partner's own Telegram account; the others to an address on the chain, by hand. */
export const CRYPTO_NETWORKS = ["cryptobot", "trc20", "ton"] as const;
export const ACCOUNT_FORMS = ["iban", "card", "phone"] as const;

/** Where payouts go. What an address must look like is checked by the method, which says what to do. */
export const payoutDetailsInput = z.discriminatedUnion("method", [
  z.object({
    method: z.literal("crypto"),
    network: z.enum(CRYPTO_NETWORKS),
    address: z.string().trim().max(128, "an address has at most 128 characters").default(""),
  }),
  z.object({
    method: z.literal("bank_transfer"),
    form: z.enum(ACCOUNT_FORMS),
    account: z.string().trim().max(64, "an account has at most 64 characters"),
    holder: z.string().trim().max(100, "a name has at most 100 characters").default(""),
    bank: z.string().trim().max(100, "a bank's name has at most 100 characters").default(""),
  }),
  z.object({ method: z.literal("service_credit") }),
]);
export type PayoutDetails = z.output<typeof payoutDetailsInput>;

export const applyInput = z.object({
  customerId: id,
  /** What they write about themselves. */
  application: z.string().trim().max(2000, "write at most 2000 characters").default(""),
});
export const setPayoutMethodInput = z.object({
  partnerId: id,
  details: payoutDetailsInput,
  /** Pay out by itself on the program's schedule. */
  autoPayout: z.boolean().default(false),
});
export const requestPayoutInput = z.object({
  partnerId: id,
  /** Absent asks for all that is payable. */
  amount: amount.optional(),
  /** Made by the client once a request: the same key finds the same payout. */
  clientKey: z.string().min(8).max(200),
});

export const partnerInput = z.object({ partnerId: id });
export const customerPartnerInput = z.object({ customerId: id });
export const decidePartnerInput = z.object({ partnerId: id, reason });
export const addPartnerInput = z.object({ customerId: id, reason });
export const setParentInput = z.object({ partnerId: id, parentId: id.nullable(), reason });
/** Null follows the program. */
export const setTermsInput = z.object({
  partnerId: id,
  directBp: bp.nullable(),
  overrideBp: z.array(bp).max(10, "a chain has at most 10 steps").nullable(),
  holdDays: z.number().int().min(0).max(365, "a hold is at most 365 days").nullable(),
  waivedFeeAmount: z.bigint().min(0n, "a waived amount is not below zero").nullable(),
});
export const levelsInput = z
  .array(
    z.object({
      from: z
        .number("enter a number of referrals")
        .int("a number of referrals is whole")
        .min(0, "a number of referrals is not below zero")
        .max(9_999_999),
      rateBp: bp,
      /** Paid once on reaching it; minor units of the program's currency. */
      bonus: z.bigint().min(0n, "a bonus is not below zero").default(0n),
      name: z
        .string()
        .trim()
        .max(40, "a name has at most 40 characters")
        .regex(/^[^,]*$/, "a name has no commas")
        .default(""),
    }),
  )
  .min(1, "a program has at least one level")
  .max(20, "a program has at most 20 levels");
export const programLevelsInput = z.object({
  levels: levelsInput,
  overrideBp: z.array(bp).max(10, "a chain has at most 10 steps"),
});
export const listPartnersInput = z.object({
  /** Partner's or customer's id, username, name or Telegram id. */
  q: z.string().trim().max(100).default(""),
  status: z.array(z.enum(PARTNER_STATUSES)).max(PARTNER_STATUSES.length).default([]),
  level: z.number().int().min(0).max(20).optional(),
  ...paging,
});
export const listCommissionsInput = z.object({
  partnerId: id,
  kind: z.enum(COMMISSION_KINDS).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const listPayoutsInput = z.object({
  status: z.array(z.enum(PAYOUT_STATUSES)).max(PAYOUT_STATUSES.length).default([]),
  method: z.enum(PAYOUT_METHOD_IDS).optional(),
  partnerId: id.optional(),
  /** Payout's, partner's or customer's id, username or reference. */
  q: z.string().trim().max(100).default(""),
  ...paging,
});
export const payoutInput = z.object({ payoutId: id });
export const approvePayoutsInput = z.object({
  payoutIds: z.array(id).min(1, "choose at least one payout").max(200, "at most 200 at once"),
});
export const rejectPayoutInput = z.object({ payoutId: id, reason });
export const failPayoutInput = z.object({ payoutId: id, reason });
export const markPaidInput = z.object({
  payoutId: id,
  reference: z
    .string()
    .trim()
    .min(3, "enter the transaction id or the bank's reference")
    .max(200, "a reference has at most 200 characters"),
});

export type LevelView = { from: number; rateBp: number; bonus: bigint; name: string };

/** The program as it is now. */
export type ProgramView = {
  enabled: boolean;
  /** `automatic`: whoever asks is a partner at once. */
  joining: "application" | "automatic";
  currency: string;
  levels: LevelView[];
  overrideBp: number[];
  holdDays: number;
  activeDays: number;
  gatewayFeeBp: number;
  waivedFee: Money;
  schedule: PayoutSchedule;
  methods: PayoutMethodView[];
};

export type PayoutMethodView = {
  id: PayoutMethodId;
  label: { en: string; ru: string };
  minimum: Money;
  feeBp: number;
  /** What people are told about when it arrives. */
  arrives: { en: string; ru: string };
  /** Done by the provider without a person. */
  automatic: boolean;
};

export type Balances = {
  pending: Money;
  payable: Money;
  inPayout: Money;
  /** Reversed commissions that had been paid out: earnings to come repay it first. */
  debt: Money;
};

export type LevelStanding = {
  index: number;
  name: string;
  rateBp: number;
  /** Active paying referrals. */
  referrals: number;
  next: { name: string; from: number; rateBp: number; missing: number; bonus: bigint } | null;
};

export type PartnerView = {
  id: string;
  customerId: string;
  status: PartnerStatus;
  currency: string;
  level: number;
  parentId: string | null;
  application: string;
  decisionReason: string;
  payoutMethod: PayoutMethodId | null;
  /** Where payouts go, most of it hidden. */
  payoutTo: string | null;
  autoPayout: boolean;
  createdAt: Date;
  approvedAt: Date | null;
};

export type EarningsByKind = {
  kind: CommissionKind;
  count: number;
  /** Net of reversals. */
  amount: Money;
  reversed: Money;
};
export type HoldDay = { day: string; amount: Money; count: number };
/** By month of sign-up: how many came, ever paid, and still pay; what they brought, by months since. */
export type Cohort = {
  month: string;
  signedUp: number;
  paid: number;
  active: number;
  /** Of those who came, how many paid in the month `n` months later. */
  payingByMonth: number[];
  earned: Money;
};
export type MonthEarnings = { month: string; direct: bigint; override: bigint; bonus: bigint };

export type PartnerOverview = {
  partner: PartnerView;
  balances: Balances;
  /** All there ever was, by kind. */
  earnings: EarningsByKind[];
  paidOut: Money;
  level: LevelStanding;
  /** What is on hold, by the day it becomes payable. */
  holds: HoldDay[];
  referrals: { signedUp: number; paid: number; active: number; conversionBp: number };
  subPartners: { id: string; name: string; level: number; earned: Money }[];
  months: MonthEarnings[];
  cohorts: Cohort[];
};

export type PartnerListRow = PartnerView & {
  customerName: string;
  customerUsername: string | null;
  referrals: number;
  balances: Balances;
  earned: Money;
};

export type PartnerTermsView = {
  directBp: number | null;
  overrideBp: number[] | null;
  holdDays: number | null;
  waivedFeeAmount: bigint | null;
};

export type PartnerDetail = PartnerOverview & {
  customerName: string;
  customerUsername: string | null;
  terms: PartnerTermsView;
  parent: { id: string; name: string } | null;
};

export type CommissionView = {
  id: string;
  kind: CommissionKind;
  status: CommissionStatus;
  orderId: string | null;
  orderNumber: number | null;
  /** For operators only; partners see no names of buyers. */
  customerId: string | null;
  sourcePartnerId: string | null;
  level: number | null;
  rateBp: number;
  base: Money;
  amount: Money;
  reversed: Money;
  payableAt: Date;
  releasedAt: Date | null;
  createdAt: Date;
};

export type PayoutView = {
  id: string;
  partnerId: string;
  method: PayoutMethodId;
  amount: Money;
  fee: Money;
  /** Amount less fee. */
  net: Money;
  /** What left in another currency, e.g. USDT. */
  sent: Money | null;
  status: PayoutStatus;
  automatic: boolean;
  /** Where to, most of it hidden. */
  to: string;
  reference: string | null;
  reason: string;
  attempts: number;
  requestedAt: Date;
  approvedAt: Date | null;
  processingAt: Date | null;
  endedAt: Date | null;
};

export type PayoutListRow = PayoutView & {
  customerId: string;
  customerName: string;
  customerUsername: string | null;
};
export type PayoutDetail = PayoutListRow & {
  /** In clear, for those who may pay; null for others. */
  details: PayoutDetails | null;
  /** Sent by the provider at a press of a button, not by hand. */
  sendable: boolean;
};
/** The queue's head: what waits, by state. */
export type PayoutSummary = {
  status: "requested" | "approved" | "processing";
  count: number;
  amounts: Money[];
}[];

/** What a partner sees of their own, or how to become one. */
export type PartnerStanding = {
  program: ProgramView;
  partner: PartnerView | null;
  /** May they apply, and if not, why: a code of `errors`. */
  mayApply: boolean;
  whyNot: "program_off" | "on_trial" | "already" | null;
};

/** What a request would give: shown before it is made, and charged exactly so. */
export type PayoutQuote = {
  amount: Money;
  fee: Money;
  net: Money;
  /** How much of it was free of fee. */
  waived: Money;
  minimum: Money;
  /** What arrives where it is another currency; null when no rate is known. */
  arrives: Money | null;
};

/** Changed levels on the last calendar month: what was earned, and what would have been. */
export type LevelsSimulation = {
  month: string;
  currency: string;
  orders: number;
  before: bigint;
  after: bigint;
  partners: {
    partnerId: string;
    name: string;
    referrals: number;
    levelBefore: number;
    levelAfter: number;
    before: bigint;
    after: bigint;
  }[];
  /** Money that could not be converted for want of a rate: left out, and said so. */
  unconverted: Money[];
};
export type PayoutQuoteInput = z.input<typeof payoutQuoteInput>;
export const payoutQuoteInput = z.object({ partnerId: id, amount: amount.optional() });
