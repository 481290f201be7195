import type { AccountKind } from "@/db/enums";

/**
 * What each step of a partner's money writes into the books. Pure, so that any order of steps can be tried. Debits
 * are positive, credits negative; `of` says whose account it is. All amounts are of the partner's currency.
 */
export type BookEntry = {
  kind: AccountKind;
  of: "partner" | "customer" | "method" | "house";
  amount: bigint;
};

/** Money of a partner at one moment. Debt and something payable never stand side by side. */
export type PartnerBalances = {
  pending: bigint;
  payable: bigint;
  inPayout: bigint;
  debt: bigint;
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const entry = (kind: AccountKind, of: BookEntry["of"], amount: bigint): BookEntry => ({
  kind,
  of,
  amount,
});

export const accrueEntries = (amount: bigint): BookEntry[] => [
  entry("commission_expense", "house", amount),
  entry("partner_pending", "partner", -amount),
];

/** A refund takes back what is on hold, or what is payable, and what was paid out already becomes debt. */
export function reverseEntries(
  amount: bigint,
  released: boolean,
  { payable }: Pick<PartnerBalances, "payable">,
): BookEntry[] {
  if (!released) {
    return [
      entry("partner_pending", "partner", amount),
      entry("commission_expense", "house", -amount),
    ];
  }
  const there = least(amount, payable);
  return [
    entry("partner_payable", "partner", there),
    entry("partner_debt", "partner", amount - there),
    entry("commission_expense", "house", -amount),
  ];
}

/** The hold is over: debt is repaid first, the rest can be paid out. */
export function releaseEntries(
  amount: bigint,
  { debt }: Pick<PartnerBalances, "debt">,
): BookEntry[] {
  return [entry("partner_pending", "partner", amount), ...toPayable(amount, debt)];
}

export const requestEntries = (amount: bigint): BookEntry[] => [
  entry("partner_payable", "partner", amount),
  entry("partner_in_payout", "partner", -amount),
];

/** Rejected or failed: the money is the partner's again, less what they have come to owe meanwhile. */
export function returnEntries(
  amount: bigint,
  { debt }: Pick<PartnerBalances, "debt">,
): BookEntry[] {
  return [entry("partner_in_payout", "partner", amount), ...toPayable(amount, debt)];
}

/** It arrived: outside through a method, or as credit to be spent here. */
export function paidEntries(amount: bigint, fee: bigint, asCredit: boolean): BookEntry[] {
  const arrived = -(amount - fee);
  return [
    entry("partner_in_payout", "partner", amount),
    asCredit
      ? entry("customer_credit", "customer", arrived)
      : entry("gateway_clearing", "method", arrived),
    entry("fee_income", "house", -fee),
  ];
}

function toPayable(amount: bigint, debt: bigint): BookEntry[] {
  const repaid = least(amount, debt);
  return [
    entry("partner_debt", "partner", -repaid),
    entry("partner_payable", "partner", -(amount - repaid)),
  ];
}
