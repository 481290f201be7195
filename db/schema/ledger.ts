import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { AccountKind } from "../enums";
import { createdAt, instant, int8 } from "./columns";

export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<AccountKind>().notNull(),
    /** Customer, partner or gateway id; empty for the house's own. */
    owner: text("owner").notNull().default(""),
    currency: text("currency").notNull(),
    /**
     * The house's own accounts are moved by every sale: each is several rows, so that sales do not wait for one
     * another's lock. What is somebody's money is always one row, 0.
     */
    slot: integer("slot").notNull().default(0),
    /** Sum of its entries, kept under the row's lock; debit positive unless the kind says otherwise (see ledger rules). */
    balance: int8("balance").notNull().default(sql`0`),
    mayBeNegative: boolean("may_be_negative").notNull(),
  },
  (t) => [
    uniqueIndex("ledger_accounts_key").on(t.kind, t.owner, t.currency, t.slot),
    check("ledger_accounts_slot", sql`slot >= 0 and (may_be_negative or slot = 0)`),
    check("ledger_accounts_balance", sql`may_be_negative or balance >= 0`),
  ],
);

export const ledgerJournals = pgTable(
  "ledger_journals",
  {
    id: text("id").primaryKey(),
    idempotencyKey: text("idempotency_key").notNull().unique(),
    kind: text("kind").notNull(),
    referenceType: text("reference_type").notNull(),
    referenceId: text("reference_id").notNull(),
    memo: text("memo").notNull().default(""),
    postedAt: instant("posted_at").notNull().defaultNow(),
  },
  (t) => [index("ledger_journals_reference_idx").on(t.referenceType, t.referenceId)],
);

/** Append-only; a deferred trigger proves zero sum per journal and currency. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    journalId: text("journal_id")
      .notNull()
      .references(() => ledgerJournals.id),
    accountId: text("account_id")
      .notNull()
      .references(() => ledgerAccounts.id),
    amount: int8("amount").notNull(),
    currency: text("currency").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("ledger_entries_journal_idx").on(t.journalId),
    index("ledger_entries_account_idx").on(t.accountId, t.id),
    check("ledger_entries_amount", sql`amount <> 0`),
  ],
);
