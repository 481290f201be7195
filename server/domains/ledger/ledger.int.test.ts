import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { inTransaction, systemContext } from "@/server/core/context";
import { customerCredit, getBalance, journalsOf, postJournal, proveBalances } from ".";
import type { EntryInput, JournalInput } from "./schemas";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });

let count = 0;
const unique = (name: string) => `${name}-${++count}`;
const credit = (owner: string): EntryInput["account"] => ({ kind: "customer_credit", owner });

const post = (entries: EntryInput[], more: Partial<JournalInput> = {}) =>
  inTransaction(ctx, (tx) =>
    postJournal(tx, {
      idempotencyKey: unique("key"),
      kind: "test",
      reference: { type: "test", id: "test" },
      entries,
      ...more,
    }),
  );

/** The house gives somebody credit. */
const give = (owner: string, amount: bigint, currency = "RUB") =>
  post([
    { account: { kind: "promo_expense" }, amount, currency },
    { account: credit(owner), amount: -amount, currency },
  ]);

/** Somebody spends their credit. */
const spend = (owner: string, amount: bigint, currency = "RUB") =>
  post([
    { account: credit(owner), amount, currency },
    { account: { kind: "revenue" }, amount: -amount, currency },
  ]);

const balanceOf = (owner: string, currency = "RUB") =>
  getBalance(ctx, { ...credit(owner), currency });

describe("postJournal", () => {
  it("moves both sides, each in the direction of its kind", async () => {
    const owner = unique("cus");
    const before = await getBalance(ctx, { kind: "promo_expense", currency: "RUB" });
    await give(owner, 500n);
    expect(await balanceOf(owner)).toBe(500n);
    expect(await getBalance(ctx, { kind: "promo_expense", currency: "RUB" })).toBe(before + 500n);
    expect(await customerCredit(ctx, { customerId: owner })).toEqual([
      { currency: "RUB", amount: 500n },
    ]);
  });

  it("posts one key once, asked ten times at once", async () => {
    const owner = unique("cus");
    const idempotencyKey = unique("once");
    const reference = { type: "order", id: unique("ord") };
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        post(
          [
            { account: { kind: "promo_expense" }, amount: 70n, currency: "RUB" },
            { account: credit(owner), amount: -70n, currency: "RUB" },
          ],
          { idempotencyKey, reference },
        ),
      ),
    );
    expect(results.filter(({ posted }) => posted)).toHaveLength(1);
    expect(new Set(results.map(({ journalId }) => journalId)).size).toBe(1);
    expect(await balanceOf(owner)).toBe(70n);
    const journals = await journalsOf(ctx, {
      referenceType: "order",
      referenceIds: [reference.id],
    });
    expect(journals).toHaveLength(1);
    expect(journals[0]?.entries.map(({ account, amount }) => [account, amount])).toEqual([
      ["promo_expense", 70n],
      ["customer_credit", -70n],
    ]);
  });

  it("lets fifty spend at once what is there, and no more", async () => {
    const owner = unique("cus");
    await give(owner, 1000n);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => spend(owner, 70n)));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(50 - 14);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ kind: "precondition", code: "insufficient_funds" });
    }
    expect(await balanceOf(owner)).toBe(20n);
  });

  it("never deadlocks when journals cross the same accounts both ways", async () => {
    const [a, b] = [unique("cus"), unique("cus")];
    await give(a, 1000n);
    await give(b, 1000n);
    const move = (from: string, to: string) =>
      post([
        { account: credit(from), amount: 1n, currency: "RUB" },
        { account: credit(to), amount: -1n, currency: "RUB" },
      ]);
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? move(a, b) : move(b, a))),
    );
    expect((await balanceOf(a)) + (await balanceOf(b))).toBe(2000n);
  });

  it("opens the accounts of crossing journals once", async () => {
    const [a, b] = [unique("gw"), unique("gw")];
    const cross = (from: string, to: string) =>
      post([
        { account: { kind: "gateway_clearing", owner: from }, amount: -5n, currency: "USD" },
        { account: { kind: "gateway_clearing", owner: to }, amount: 5n, currency: "USD" },
      ]);
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? cross(a, b) : cross(b, a))));
    const [row] =
      await sql`select count(distinct (kind, owner, currency))::int as n from ledger_accounts where owner in ${sql([a, b])}`;
    expect(row?.n).toBe(2);
  });

  it("leaves nothing behind when the books would not balance", async () => {
    const owner = unique("cus");
    const idempotencyKey = unique("unbalanced");
    await expect(
      post([{ account: credit(owner), amount: -5n, currency: "RUB" }], { idempotencyKey }),
    ).rejects.toThrow();
    await expect(
      post([
        { account: credit(owner), amount: -5n, currency: "RUB" },
        { account: { kind: "promo_expense" }, amount: 5n, currency: "XTR" },
      ]),
    ).rejects.toThrow();
    expect(await balanceOf(owner)).toBe(0n);
    const [row] = await sql`
      select count(*)::int as n from ledger_journals where idempotency_key = ${idempotencyKey}`;
    expect(row?.n).toBe(0);
  });

  it("is never changed afterwards, not even by hand", async () => {
    await give(unique("cus"), 5n);
    await expect(sql`update ledger_entries set amount = amount * 2`).rejects.toThrow("append-only");
    await expect(sql`delete from ledger_journals`).rejects.toThrow("append-only");
    await expect(sql`truncate ledger_entries`).rejects.toThrow("append-only");
  });

  it("keeps balances equal to the sum of entries whatever is posted", async () => {
    const owners = [unique("cus"), unique("cus"), unique("cus")];
    const step = fc.record({
      kind: fc.constantFrom("give" as const, "spend" as const),
      owner: fc.constantFrom(...owners),
      amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
      currency: fc.constantFrom("RUB", "XTR"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const run = { give, spend };
        const made = steps.map(({ kind, owner, amount, currency }) =>
          run[kind](owner, amount, currency),
        );
        for (const outcome of await Promise.allSettled(made)) {
          if (outcome.status === "rejected") {
            expect(outcome.reason).toMatchObject({ code: "insufficient_funds" });
          }
        }
        expect(await proveBalances(ctx)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

it("finds a balance that was tampered with, tells once, and is glad when it is mended", async () => {
  const owner = unique("cus");
  await give(owner, 500n);
  await sql`update ledger_accounts set balance = balance + 1 where owner = ${owner}`;
  const differences = await proveBalances(ctx);
  expect(differences).toEqual([expect.objectContaining({ balance: "501", entries: "500" })]);
  await proveBalances(ctx);
  const open = () => sql`
    select count from alerts where kind = 'ledger_difference' and resolved_at is null`;
  expect(await open()).toEqual([{ count: 2 }]);
  await sql`update ledger_accounts set balance = balance - 1 where owner = ${owner}`;
  expect(await proveBalances(ctx)).toEqual([]);
  expect(await open()).toEqual([]);
});
