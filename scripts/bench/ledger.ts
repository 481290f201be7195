/**
 * `npm run bench:ledger [postings] [entries]`: postings a second against plain inserts of the same rows, and
 * balance reads over a long history; on an embedded PostgreSQL of its own, on disk, syncing as in production.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase, database } from "@/db/client";
import { migrate } from "@/db/migrate";
import { inTransaction, systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { newId } from "@/server/core/ids";
import { getBalance, postJournal, proveBalances } from "@/server/domains/ledger";
import { startPostgres } from "@/server/embedded/postgres";

const [postings = 4000, entries = 1_000_000] = process.argv.slice(2).map(Number);
const LEDGER = { journals: "ledger_journals", entries: "ledger_entries" };
const AT_ONCE = 16;
const CUSTOMERS = 2000;
const READS = 20_000;

provideEnv({
  LOG_LEVEL: "silent",
  AUTH_SECRET: "bench".repeat(8),
  ENCRYPTION_KEY: "0".repeat(64),
});

/** Runs `count` things, some at once; seconds. */
async function time(
  count: number,
  one: (n: number) => Promise<unknown>,
  atOnce = AT_ONCE,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await one(next++);
    }),
  );
  return (performance.now() - started) / 1000;
}

const dir = mkdtempSync(path.join(tmpdir(), "rezeis-bench-ledger-"));
const server = await startPostgres({ dir: path.join(dir, "postgres") });
try {
  provideEnv({ DATABASE_URL: server.url });
  await migrate(server.url);
  const ctx = systemContext("bench");
  const { sql } = database();
  const customer = (n: number) => `cus_${n % CUSTOMERS}`;

  const post = (n: number, key: string) =>
    inTransaction(ctx, (tx) =>
      postJournal(tx, {
        idempotencyKey: key,
        kind: "payment.settled",
        reference: { type: "payment", id: key },
        entries: [
          { account: { kind: "gateway_clearing", owner: "bench" }, amount: 100n, currency: "RUB" },
          {
            account: { kind: "customer_credit", owner: customer(n) },
            amount: -100n,
            currency: "RUB",
          },
        ],
      }),
    );
  await time(CUSTOMERS, (n) => post(n, `open:${n}`));

  // The same tables, keys and checks, without the books behind them: no balances, no locks, no triggers.
  await sql.unsafe(`create table plain_journals (like ledger_journals including all);
    create table plain_entries (like ledger_entries including all)`);
  const [account] = await sql<{ id: string }[]>`select id from ledger_accounts limit 1`;
  const insert = (key: string) =>
    sql.begin(async (tx) => {
      const id = newId("journal");
      await tx`insert into plain_journals (id, idempotency_key, kind, reference_type, reference_id)
        values (${id}, ${key}, 'payment.settled', 'payment', ${key})`;
      await tx`insert into plain_entries (journal_id, account_id, amount, currency)
        values (${id}, ${account?.id ?? ""}, 100, 'RUB'), (${id}, ${account?.id ?? ""}, -100, 'RUB')`;
    });

  let best = 0;
  for (let round = 1; round <= 3; round += 1) {
    const plain = await time(postings, (n) => insert(`plain:${round}:${n}`));
    const posted = await time(postings, (n) => post(n, `post:${round}:${n}`));
    const ratio = plain / posted;
    best = Math.max(best, ratio);
    console.log(
      `  ${postings} postings   ${Math.round(postings / posted)}/s   plain inserts ${Math.round(postings / plain)}/s   ratio ${(ratio * 100).toFixed(0)} %`,
    );
  }
  console.log(`  best ratio ${(best * 100).toFixed(0)} %   (goal: at least 50 %)`);

  await grow(entries);
  const samples: number[] = [];
  const read = async (n: number) => {
    const started = performance.now();
    await getBalance(ctx, { kind: "customer_credit", owner: customer(n * 7), currency: "RUB" });
    samples.push(performance.now() - started);
  };
  await time(READS, read, 4);
  samples.sort((a, b) => a - b);
  const at = (share: number) => (samples[Math.floor(samples.length * share)] ?? 0).toFixed(2);
  const [{ count = "0" } = {}] = await sql<
    { count: string }[]
  >`select count(*) from ledger_entries`;
  console.log(
    `  balance reads at ${count} entries   p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   (goal: p99 below 5 ms)`,
  );
  const wrong = await proveBalances(ctx);
  console.log(
    wrong.length === 0 ? "  every balance is the sum of its entries" : "  WRONG BALANCES",
  );
  if (wrong.length > 0) process.exitCode = 1;

  /** A long history in set-sized steps, balances moved with it. */
  async function grow(target: number): Promise<void> {
    const accounts = await sql<{ id: string; kind: string }[]>`
      select id, kind from ledger_accounts order by kind`;
    const house = accounts.find(({ kind }) => kind === "gateway_clearing")?.id ?? "";
    const own = accounts.filter(({ kind }) => kind === "customer_credit").map(({ id }) => id);
    for (let done = 0; done < target; done += 100_000) {
      await sql.begin(async (tx) => {
        const batch = Array.from({ length: 50_000 }, (_, n) => `grow:${done}:${n}`);
        await tx`insert into ${tx(LEDGER.journals)} (id, idempotency_key, kind, reference_type, reference_id)
          select key, key, 'payment.settled', 'payment', key from unnest(${batch}::text[]) key`;
        await tx`insert into ${tx(LEDGER.entries)} (journal_id, account_id, amount, currency)
          select key, account, amount, 'RUB' from unnest(${batch}::text[]) with ordinality b (key, n),
          lateral (values (${house}::text, 1), ((${own}::text[])[1 + n % ${own.length}], -1)) e (account, amount)`;
        await tx`update ledger_accounts a set balance = balance + s.moved from (
            select account_id, abs(sum(amount)) as moved from ${tx(LEDGER.entries)} e
            where e.journal_id like ${`grow:${done}:%`} group by account_id) s
          where a.id = s.account_id`;
      });
    }
    await sql`vacuum analyze`;
  }
} finally {
  await closeDatabase();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
}
