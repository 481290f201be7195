import { and, asc, eq, inArray } from "drizzle-orm";
import { ledgerAccounts, ledgerEntries, ledgerJournals } from "@/db/schema/ledger";
import type { Ctx } from "@/server/core/context";
import type { AccountRef, JournalView } from "./schemas";

/** Minor units; 0 for an account nothing was ever posted to. */
export async function getBalance(
  ctx: Ctx,
  input: AccountRef & { currency: string },
): Promise<bigint> {
  const [row] = await ctx.db
    .select({ balance: ledgerAccounts.balance })
    .from(ledgerAccounts)
    .where(
      and(
        eq(ledgerAccounts.kind, input.kind),
        eq(ledgerAccounts.owner, input.owner ?? ""),
        eq(ledgerAccounts.currency, input.currency),
      ),
    );
  return row?.balance ?? 0n;
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
