import { randomInt } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AccountKind } from "@/db/enums";
import { ledgerAccounts, ledgerJournals } from "@/db/schema/ledger";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { ACCOUNTS, effectOn } from "@/server/rules/ledger";
import type { EntryInput, JournalInput } from "./schemas";

/** How many rows an account without a guard is spread over. */
const SLOTS = 16;

type Wanted = { kind: AccountKind; owner: string; slot: number; entry: EntryInput };

/**
 * Posts a balanced journal in the caller's transaction, in one statement: journal, entries and balances, the
 * accounts locked in the order of their ids so that two journals never wait for each other. The database
 * itself refuses unbalanced entries and balances below zero.
 *
 * @returns `posted: false` when this idempotency key was posted before
 * @throws AppError `precondition insufficient_funds` when a guarded account would go below zero
 */
export async function postJournal(
  ctx: Ctx<Tx>,
  input: JournalInput,
): Promise<{ journalId: string; posted: boolean }> {
  const wanted = input.entries
    .filter((entry) => entry.amount !== 0n)
    .map(
      (entry): Wanted => ({
        kind: entry.account.kind,
        owner: entry.account.owner ?? "",
        slot: ACCOUNTS[entry.account.kind].guarded ? 0 : randomInt(SLOTS),
        entry,
      }),
    );
  const first = await write(ctx, input, wanted);
  if (first.journalId) return { journalId: first.journalId, posted: true };
  if (first.found < wanted.length) {
    await openAccounts(ctx, wanted);
    const { journalId } = await write(ctx, input, wanted);
    if (journalId) return { journalId, posted: true };
  }
  const [known] = await ctx.db
    .select({ id: ledgerJournals.id })
    .from(ledgerJournals)
    .where(eq(ledgerJournals.idempotencyKey, input.idempotencyKey));
  return { journalId: known?.id ?? "", posted: false };
}

/** Writes nothing, and says how many accounts there are, while one of them is missing. */
async function write(
  ctx: Ctx<Tx>,
  { idempotencyKey, kind, reference, memo = "" }: JournalInput,
  wanted: Wanted[],
): Promise<{ journalId: string | null; found: number }> {
  const at = ctx.clock().toISOString();
  const rows = wanted.map(
    ({ kind: account, owner, slot, entry }) =>
      sql`(${account}::text, ${owner}::text, ${entry.currency}::text, ${slot}::int, ${entry.amount.toString()}::bigint, ${effectOn(account, entry.amount).toString()}::bigint)`,
  );
  const none = sql`(null::text, null::text, null::text, null::int, null::bigint, null::bigint)`;
  try {
    const [row] = await ctx.db.execute<{ journal_id: string | null; found: number }>(sql`
      with wanted (kind, owner, currency, slot, amount, effect) as (
        values ${rows.length > 0 ? sql.join(rows, sql`, `) : none}
      ), found as materialized (
        select a.id, w.amount, w.currency, w.effect from wanted w
        join ledger_accounts a using (kind, owner, currency, slot)
      ), journal as (
        insert into ledger_journals (id, idempotency_key, kind, reference_type, reference_id, memo, posted_at)
        select ${newId("journal")}, ${idempotencyKey}, ${kind}, ${reference.type}, ${reference.id}, ${memo}, ${at}::timestamptz
        where (select count(*) from found) = ${wanted.length}::int
        on conflict do nothing returning id
      ), locked as materialized (
        select id from ledger_accounts
        where id in (select id from found) and exists (select from journal)
        order by id for update
      ), added as (
        insert into ledger_entries (journal_id, account_id, amount, currency, created_at)
        select journal.id, found.id, found.amount, found.currency, ${at}::timestamptz
        from journal cross join found
      ), moved as (
        update ledger_accounts a set balance = a.balance + s.effect
        from (select f.id, sum(f.effect)::bigint as effect from found f join locked l on l.id = f.id group by f.id) s
        where a.id = s.id
      )
      select (select id from journal) as journal_id, (select count(*)::int from found) as found`);
    return { journalId: row?.journal_id ?? null, found: row?.found ?? 0 };
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

/** Opens what is missing, in one order for all, so that two that open the same never wait for each other. */
async function openAccounts(ctx: Ctx<Tx>, wanted: Wanted[]): Promise<void> {
  const keyOf = ({ kind, owner, slot, entry }: Wanted) =>
    [kind, owner, entry.currency, slot].join("\u0000");
  const missing = [...new Map(wanted.map((one) => [keyOf(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
  await ctx.db
    .insert(ledgerAccounts)
    .values(
      missing.map(({ kind, owner, slot, entry }) => ({
        id: newId("account"),
        kind,
        owner,
        currency: entry.currency,
        slot,
        mayBeNegative: !ACCOUNTS[kind].guarded,
      })),
    )
    .onConflictDoNothing();
}

function isCheckViolation(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return (cause as { code?: string } | null)?.code === "23514";
}
