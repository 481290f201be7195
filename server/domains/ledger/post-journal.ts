import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { ledgerAccounts, ledgerEntries, ledgerJournals } from "@/db/schema/ledger";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { ACCOUNTS, effectOn } from "@/server/rules/ledger";
import type { EntryInput, JournalInput } from "./schemas";

const keyOf = ({ account, currency }: Pick<EntryInput, "account" | "currency">): string =>
  `${account.kind}\u0000${account.owner ?? ""}\u0000${currency}`;

/**
 * Posts a balanced journal in the caller's transaction. The database itself refuses unbalanced entries and
 * balances below zero.
 *
 * @returns `posted: false` when this idempotency key was posted before
 * @throws AppError `precondition insufficient_funds` when a guarded account would go below zero
 */
export async function postJournal(
  ctx: Ctx<Tx>,
  input: JournalInput,
): Promise<{ journalId: string; posted: boolean }> {
  const entries = input.entries.filter((entry) => entry.amount !== 0n);
  const [journal] = await ctx.db
    .insert(ledgerJournals)
    .values({
      id: newId("journal"),
      idempotencyKey: input.idempotencyKey,
      kind: input.kind,
      referenceType: input.reference.type,
      referenceId: input.reference.id,
      memo: input.memo ?? "",
      postedAt: ctx.clock(),
    })
    .onConflictDoNothing()
    .returning({ id: ledgerJournals.id });
  if (!journal) {
    const [known] = await ctx.db
      .select({ id: ledgerJournals.id })
      .from(ledgerJournals)
      .where(eq(ledgerJournals.idempotencyKey, input.idempotencyKey));
    return { journalId: known?.id ?? "", posted: false };
  }
  if (entries.length === 0) return { journalId: journal.id, posted: true };

  const accounts = await lockAccounts(ctx, entries);
  await ctx.db.insert(ledgerEntries).values(
    entries.map((entry) => ({
      journalId: journal.id,
      accountId: accounts.get(keyOf(entry)) ?? "",
      amount: entry.amount,
      currency: entry.currency,
      createdAt: ctx.clock(),
    })),
  );
  await moveBalances(ctx, entries, accounts);
  return { journalId: journal.id, posted: true };
}

/** Opens what is missing and locks all in the order of their ids, so that two journals never wait for each other. */
async function lockAccounts(ctx: Ctx<Tx>, entries: EntryInput[]): Promise<Map<string, string>> {
  const wanted = [...new Map(entries.map((entry) => [keyOf(entry), entry])).entries()].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const isWanted = sql`(${ledgerAccounts.kind}, ${ledgerAccounts.owner}, ${ledgerAccounts.currency}) in (${sql.join(
    wanted.map(
      ([, { account, currency }]) => sql`(${account.kind}, ${account.owner ?? ""}, ${currency})`,
    ),
    sql`, `,
  )})`;
  const lock = () =>
    ctx.db
      .select()
      .from(ledgerAccounts)
      .where(isWanted)
      .orderBy(asc(ledgerAccounts.id))
      .for("update");
  let rows = await lock();
  if (rows.length < wanted.length) {
    await ctx.db
      .insert(ledgerAccounts)
      .values(
        wanted.map(([, { account, currency }]) => ({
          id: newId("account"),
          kind: account.kind,
          owner: account.owner ?? "",
          currency,
          mayBeNegative: !ACCOUNTS[account.kind].guarded,
        })),
      )
      .onConflictDoNothing();
    rows = await lock();
  }
  return new Map(
    rows.map((row) => [
      keyOf({ account: { kind: row.kind, owner: row.owner }, currency: row.currency }),
      row.id,
    ]),
  );
}

async function moveBalances(
  ctx: Ctx<Tx>,
  entries: EntryInput[],
  accounts: Map<string, string>,
): Promise<void> {
  const changes = new Map<string, bigint>();
  for (const entry of entries) {
    const id = accounts.get(keyOf(entry)) ?? "";
    changes.set(id, (changes.get(id) ?? 0n) + effectOn(entry.account.kind, entry.amount));
  }
  const cases = sql.join(
    [...changes].map(([id, change]) => sql`when ${id} then ${change.toString()}::bigint`),
    sql` `,
  );
  try {
    await ctx.db
      .update(ledgerAccounts)
      .set({
        balance: sql`${ledgerAccounts.balance} + case ${ledgerAccounts.id} ${cases} end`,
      })
      .where(inArray(ledgerAccounts.id, [...changes.keys()]));
  } catch (error) {
    if (isCheckViolation(error)) {
      throw new AppError(
        "precondition",
        "insufficient_funds",
        "There is not enough on this account.",
        {},
        { cause: error },
      );
    }
    throw error;
  }
}

function isCheckViolation(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return (cause as { code?: string } | null)?.code === "23514";
}
