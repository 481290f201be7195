import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditLog, auditSeals } from "@/db/schema/audit";
import { testDatabase } from "@/db/testing";
import { inTransaction, systemContext } from "@/server/core/context";
import { watchAudit } from "@/server/domains/monitoring";
import { recordAudit, sealAudit, verifyAudit } from ".";

const { db, sql } = await testDatabase();
const ctx = systemContext("test", { db });

const note = (id: string) =>
  inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "customers.setNote",
      subject: { type: "customer", id },
      before: { note: "", tags: ["a", "b"] },
      after: { tags: ["a"], note: `likes ${id}`, amount: 5n },
    }),
  );
/** What somebody with all rights on the database does by hand. */
const byHand = (statement: string) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(statement);
  });
const seqs = async () =>
  (await db.select({ seq: auditLog.seq }).from(auditLog).orderBy(asc(auditLog.seq))).map(
    ({ seq }) => seq,
  );

beforeEach(async () => {
  await byHand("delete from audit_seals");
  await byHand("delete from audit_log");
  for (const id of ["one", "two", "three"]) await note(id);
  expect(await sealAudit(ctx)).toBe(3);
});

describe("the audit log", () => {
  it("is only ever added to", async () => {
    await expect(sql`update audit_log set action = 'x'`).rejects.toThrow(/append-only/);
    await expect(sql`delete from audit_log`).rejects.toThrow(/append-only/);
    await expect(sql`truncate audit_log`).rejects.toThrow(/append-only/);
    await expect(sql`delete from audit_seals`).rejects.toThrow(/append-only/);
  });

  it("holds, and each entry is sealed once by whoever comes first", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => note(`at once ${i}`)));
    const sealed = await Promise.all(Array.from({ length: 5 }, () => sealAudit(ctx)));
    expect(sealed.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect(await verifyAudit(ctx)).toMatchObject({ checked: 23, broken: null });
  });

  it("takes an entry that was committed late, whatever its number", async () => {
    await byHand(`insert into audit_log(seq, at, actor_type, actor_id, action, subject_type, subject_id)
      values (${((await seqs())[0] ?? 2) - 1}, now(), 'system', 'late', 'x.y', 'thing', '1')`);
    expect(await sealAudit(ctx)).toBe(1);
    expect(await verifyAudit(ctx)).toMatchObject({ checked: 4, broken: null });
  });

  it.each([
    ["a removed entry", "delete from audit_log where seq = $", "entry_missing"],
    ["a changed action", "update audit_log set action = 'nothing' where seq = $", "entry_changed"],
    [
      "changed details",
      `update audit_log set after = '{"note":"x"}' where seq = $`,
      "entry_changed",
    ],
    ["another actor", "update audit_log set actor_id = 'somebody' where seq = $", "entry_changed"],
    ["a removed seal", "delete from audit_seals where seq = $", "seal_missing"],
  ])("shows %s", async (_what, statement, kind) => {
    const [, second] = await seqs();
    await byHand(statement.replace("$", String(second)));
    expect((await verifyAudit(ctx)).broken).toMatchObject({ kind });
    expect((await watchAudit(ctx)).broken).toMatchObject({ kind });
    const [alert] = await sql`select severity from alerts where kind = 'audit_broken'
      and resolved_at is null`;
    expect(alert?.severity).toBe("critical");
  });

  it("still proves itself after a person's data in it was erased, and says that it was", async () => {
    const [, second] = await seqs();
    await db
      .update(auditLog)
      .set({ before: null, after: null, redactedAt: new Date() })
      .where(eq(auditLog.seq, second ?? 0));
    expect((await verifyAudit(ctx)).broken).toBeNull();
    // Once, and nothing else of it.
    await expect(
      db
        .update(auditLog)
        .set({ redactedAt: null })
        .where(eq(auditLog.seq, second ?? 0)),
    ).rejects.toThrow();
    await byHand(`update audit_log set details_hash = 'x' where seq = ${second}`);
    expect((await verifyAudit(ctx)).broken).toMatchObject({ kind: "entry_changed" });
  });

  it("has seals in one gapless row", async () => {
    const rows = await db.select().from(auditSeals).orderBy(asc(auditSeals.position));
    expect(rows.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(3);
  });
});
