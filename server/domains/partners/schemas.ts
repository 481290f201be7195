import { z } from "zod";
import { COMMISSION_KINDS, PARTNER_STATUSES, PAYOUT_STATUSES } from "@/db/enums";
import { FULL_BP } from "@/server/rules/money";

/* What bot, Mini App and dashboard may ask of the partner program, and what they get. Amounts are minor units. */

export type * from "./views";

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

export const payoutQuoteInput = z.object({ partnerId: id, amount: amount.optional() });
export const partnerInput = z.object({ partnerId: id });
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
