import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/core/context";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { ACCOUNTS } from "@/server/rules/ledger";

type Difference = { account_id: string; balance: string; entries: string };

const debitKinds = Object.entries(ACCOUNTS)
  .filter(([, { normal }]) => normal === "debit")
  .map(([kind]) => kind);

/**
 * Proves that every stored balance is the sum of its entries. A difference is never mended here: it is a
 * fault to be found, and an alert says where.
 *
 * @returns the accounts that differ
 */
export async function proveBalances(ctx: Ctx): Promise<Difference[]> {
  const differences = (await ctx.db.execute(sql`
    select a.id as account_id, a.balance::text as balance, s.total::text as entries
    from ledger_accounts a
    cross join lateral (
      select coalesce(sum(e.amount), 0) * case when a.kind in ${debitKinds} then 1 else -1 end as total
      from ledger_entries e where e.account_id = a.id
    ) s
    where a.balance <> s.total
    order by a.id limit 1000`)) as unknown as Difference[];
  if (differences.length === 0) {
    await resolveAlert(ctx, { kind: "ledger_difference", key: "balances" });
    return [];
  }
  await raiseAlert(ctx, {
    kind: "ledger_difference",
    key: "balances",
    severity: "critical",
    details: { accounts: differences.length, first: differences[0]?.account_id ?? "" },
  });
  return differences;
}
