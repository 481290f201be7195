import type { CommissionKind, CommissionStatus, PartnerStatus, PayoutStatus } from "@/db/enums";
import type { Money } from "@/server/rules/money";
import type { PayoutSchedule } from "@/server/rules/payout";
import type { PayoutDetails, PayoutMethodId } from "./schemas";

/* What the partner program's verbs answer with. Amounts are minor units. */

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
  /** What the partner calls the buyer by; null of a bonus. */
  buyer: string | null;
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
