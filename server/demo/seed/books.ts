import type { Sql } from "@/db/client";
import type { AccountKind } from "@/db/enums";
import { ACCOUNTS, effectOn } from "@/server/rules/ledger";
import { at, BATCH, type Cells, insert } from "./rows";

export type Entry = { kind: AccountKind; owner?: string; amount: bigint };
type Account = { id: string; kind: AccountKind; owner: string; currency: string; balance: bigint };

/** The story's books: kept as they are told, so that nobody spends what they do not have, and written in bulk. */
export class Books {
  private readonly accounts = new Map<string, Account>();
  private readonly journals: { row: Cells; entries: Cells[] }[] = [];

  /** Posts like the ledger does: debits positive, credits negative, nothing of zero. */
  post(journal: {
    id: string;
    key: string;
    kind: string;
    reference: { type: string; id: string };
    time: number;
    currency: string;
    entries: Entry[];
    memo?: string;
  }): void {
    const { id, currency, time } = journal;
    const moved = journal.entries.filter(({ amount }) => amount !== 0n);
    if (moved.reduce((sum, { amount }) => sum + amount, 0n) !== 0n) {
      throw new Error(`${journal.key} does not balance`);
    }
    this.journals.push({
      row: {
        id,
        idempotency_key: journal.key,
        kind: journal.kind,
        reference_type: journal.reference.type,
        reference_id: journal.reference.id,
        memo: journal.memo ?? "",
        posted_at: at(time),
      },
      entries: moved.map(({ kind, owner = "", amount }) => {
        const account = this.account(kind, owner, currency);
        account.balance += effectOn(kind, amount);
        if (ACCOUNTS[kind].guarded && account.balance < 0n) {
          throw new Error(`${journal.key} takes more than there is`);
        }
        return {
          journal_id: id,
          account_id: account.id,
          amount,
          currency,
          created_at: at(time),
        };
      }),
    });
  }

  balance(kind: AccountKind, owner: string, currency: string): bigint {
    return this.accounts.get(idOf(kind, owner, currency))?.balance ?? 0n;
  }

  private account(kind: AccountKind, owner: string, currency: string): Account {
    const id = idOf(kind, owner, currency);
    const known = this.accounts.get(id) ?? { id, kind, owner, currency, balance: 0n };
    this.accounts.set(id, known);
    return known;
  }

  async write(sql: Sql): Promise<void> {
    await insert(
      sql,
      "ledger_accounts",
      [...this.accounts.values()].map((account) => ({
        ...account,
        may_be_negative: !ACCOUNTS[account.kind].guarded,
      })),
    );
    await insert(
      sql,
      "ledger_journals",
      this.journals.map(({ row }) => row),
    );
    // Whole journals at a time: the database refuses a statement whose entries do not balance.
    let batch: Cells[] = [];
    let id = 0;
    for (const [index, { entries }] of this.journals.entries()) {
      for (const entry of entries) {
        id += 1;
        batch.push({ id, ...entry });
      }
      if (batch.length < BATCH - 10 && index < this.journals.length - 1) continue;
      await insert(sql, "ledger_entries", batch);
      batch = [];
    }
    await sql`select setval(pg_get_serial_sequence('ledger_entries', 'id'), ${Math.max(1, id)})`;
  }
}

const idOf = (kind: AccountKind, owner: string, currency: string): string =>
  `acc_seed_${kind}_${owner}_${currency}`.toLowerCase();
