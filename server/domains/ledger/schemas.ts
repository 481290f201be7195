import type { AccountKind } from "@/db/enums";

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
