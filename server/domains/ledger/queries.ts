import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { z } from "zod";
import { ledgerAccounts, ledgerEntries, ledgerJournals } from "@/db/schema/ledger";
import { type Ctx, requireSelfOr } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import {
  type AccountRef,
  type CreditMovement,
  creditHistoryInput,
  type JournalView,
} from "./schemas";

/** Minor units; 0 for an account nothing was ever posted to. */
export async function getBalance(
  ctx: Ctx,
  input: AccountRef & { currency: string },
): Promise<bigint> {
  const [row] = await ctx.db
    .select({ balance: sql<string | null>`sum(${ledgerAccounts.balance})` })
    .from(ledgerAccounts)
    .where(
      and(
        eq(ledgerAccounts.kind, input.kind),
        eq(ledgerAccounts.owner, input.owner ?? ""),
        eq(ledgerAccounts.currency, input.currency),
      ),
    );
  return BigInt(row?.balance ?? 0);
}

/** A customer's credit in every currency they have some. */
export async function customerCredit(
  ctx: Ctx,
  input: { customerId: string },
): Promise<{ currency: string; amount: bigint }[]> {
  return ctx.db
    .select({ currency: ledgerAccounts.currency, amount: ledgerAccounts.balance })
    .from(ledgerAccounts)
    .where(
      and(eq(ledgerAccounts.kind, "customer_credit"), eq(ledgerAccounts.owner, input.customerId)),
    )
    .orderBy(asc(ledgerAccounts.currency));
}

/** Journals about any of the things named, oldest first, each with its entries. */
export async function journalsOf(
  ctx: Ctx,
  input: { referenceType: string; referenceIds: string[] },
): Promise<JournalView[]> {
  if (input.referenceIds.length === 0) return [];
  const rows = await ctx.db
    .select({
      id: ledgerJournals.id,
      kind: ledgerJournals.kind,
      memo: ledgerJournals.memo,
      postedAt: ledgerJournals.postedAt,
      account: ledgerAccounts.kind,
      owner: ledgerAccounts.owner,
      amount: ledgerEntries.amount,
      currency: ledgerEntries.currency,
    })
    .from(ledgerJournals)
    .innerJoin(ledgerEntries, eq(ledgerEntries.journalId, ledgerJournals.id))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(
      and(
        eq(ledgerJournals.referenceType, input.referenceType),
        inArray(ledgerJournals.referenceId, input.referenceIds),
      ),
    )
    .orderBy(asc(ledgerJournals.postedAt), asc(ledgerEntries.id));
  const journals = new Map<string, JournalView>();
  for (const { id, kind, memo, postedAt, ...entry } of rows) {
    const journal = journals.get(id) ?? { id, kind, memo, postedAt, entries: [] };
    journal.entries.push(entry);
    journals.set(id, journal);
  }
  return [...journals.values()];
}

/**
 * Every movement of a customer's free credit, newest first. What an open order sets aside shows as spent, and
 * comes back when it is given up.
 */
export async function creditHistory(
  ctx: Ctx,
  input: z.input<typeof creditHistoryInput>,
): Promise<{ rows: CreditMovement[]; nextCursor: number | null }> {
  const { customerId, cursor, limit } = parseInput(creditHistoryInput, input);
  requireSelfOr(ctx, customerId, "customers.read");
  const rows = await ctx.db
    .select({
      id: ledgerEntries.id,
      kind: ledgerJournals.kind,
      referenceType: ledgerJournals.referenceType,
      referenceId: ledgerJournals.referenceId,
      amount: ledgerEntries.amount,
      currency: ledgerEntries.currency,
      at: ledgerJournals.postedAt,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerJournals, eq(ledgerJournals.id, ledgerEntries.journalId))
    .where(
      and(
        eq(ledgerAccounts.kind, "customer_credit"),
        eq(ledgerAccounts.owner, customerId),
        cursor === undefined ? undefined : lt(ledgerEntries.id, cursor),
      ),
    )
    .orderBy(desc(ledgerEntries.id))
    .limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ referenceType, referenceId, amount, ...row }) => ({
      ...row,
      reference: { type: referenceType, id: referenceId },
      // Credit is what the house owes: its entries are negative when it grows.
      amount: -amount,
    })),
    nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  };
}
