import { z } from "zod";
import type { AccountKind } from "@/db/enums";
import { CURRENCY_CODES } from "@/server/rules/money";

const customerId = z.string().min(1).max(64);
/** More than this by hand is a slip of the finger. */
const MAX_ADJUSTMENT = 10_000_000_000n;

export const creditHistoryInput = z.object({
  customerId,
  cursor: z.number().int().positive().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const adjustCreditInput = z.object({
  customerId,
  /** Minor units; negative takes credit away. */
  amount: z
    .bigint()
    .refine((amount) => amount !== 0n, "enter an amount other than zero")
    .refine(
      (amount) => amount <= MAX_ADJUSTMENT && amount >= -MAX_ADJUSTMENT,
      "this is too much for one adjustment: check the number of digits",
    ),
  currency: z.enum(CURRENCY_CODES),
  reason: z.string().trim().min(3, "say why, for the next person").max(500),
  /** Made by the form: pressed twice, booked once. */
  clientKey: z.string().min(8).max(200),
});

/** One movement of a customer's credit; negative is spent. */
export type CreditMovement = {
  id: number;
  /** The journal's kind, e.g. `credit.spent`; what it was about is in the reference. */
  kind: string;
  reference: { type: string; id: string };
  amount: bigint;
  currency: string;
  at: Date;
};

/** Names an account without knowing its id; it is opened on first use. */
export type AccountRef = {
  kind: AccountKind;
  /** Customer, partner or gateway id; absent for the house's own. */
  owner?: string;
};

/** Positive amounts are debits, negative ones credits; entries of a journal sum to zero per currency. */
export type EntryInput = { account: AccountRef; amount: bigint; currency: string };

export type JournalInput = {
  /** The same key is posted once, however often it is asked for. */
  idempotencyKey: string;
  /** What happened, e.g. `payment.settled`. */
  kind: string;
  reference: { type: string; id: string };
  memo?: string;
  entries: EntryInput[];
};

export type JournalView = {
  id: string;
  kind: string;
  memo: string;
  postedAt: Date;
  entries: { account: string; owner: string; amount: bigint; currency: string }[];
};
