import type { AccountKind } from "@/db/enums";

/**
 * How each kind of account counts. `normal`: the side that raises its balance. A guarded account may never go
 * below zero: it is somebody's money.
 */
export const ACCOUNTS = {
  customer_credit: { normal: "credit", guarded: true },
  gateway_clearing: { normal: "debit", guarded: false },
  revenue: { normal: "credit", guarded: false },
  refunds: { normal: "debit", guarded: false },
  suspense: { normal: "credit", guarded: false },
  promo_expense: { normal: "debit", guarded: false },
  commission_expense: { normal: "debit", guarded: false },
  partner_pending: { normal: "credit", guarded: true },
  partner_payable: { normal: "credit", guarded: true },
  partner_in_payout: { normal: "credit", guarded: true },
  /** Credit set aside for an open order. */
  credit_reserved: { normal: "credit", guarded: true },
  /** Reversed commissions that had been paid out already: earnings to come repay it first. */
  partner_debt: { normal: "debit", guarded: true },
  fee_income: { normal: "credit", guarded: false },
  referral_expense: { normal: "debit", guarded: false },
} as const satisfies Record<AccountKind, { normal: "debit" | "credit"; guarded: boolean }>;

/** An entry's effect on its account's balance: debits are positive entries, credits negative ones. */
export const effectOn = (kind: AccountKind, amount: bigint): bigint =>
  ACCOUNTS[kind].normal === "debit" ? amount : -amount;
