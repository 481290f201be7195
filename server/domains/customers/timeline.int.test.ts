import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { createAdmin } from "@/server/domains/team";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { addNote, customerTimeline, erasePerson } from ".";
import { TIMELINE_KINDS } from "./schemas";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const AT = "2026-03-01T10:00:00.123Z";

const operator = async (name: string, permissions: readonly Permission[]): Promise<Ctx> => {
  const email = `${name}@example.com`;
  const admin = { email, name, password: "long enough 1", role: "support" as const };
  const { id } = await createAdmin(ctx, admin);
  return { ...ctx, actor: { type: "admin", id, name, permissions } };
};
const ann = await operator("Ann", permissionsOf("support"));

/** Things of one person in several tables, `each` of a kind, all at the same instant. */
async function aBusySecond(customerId: string, each: number): Promise<number> {
  await sql.begin(async (tx) => {
    await tx`insert into orders(id, customer_id, kind, source, status, currency, subtotal, total, quote, created_at, expires_at)
      select ${`ord_${customerId}_`} || n, ${customerId}, 'new', 'bot', 'pending', 'RUB', 100, 100, '{}', ${AT}::timestamptz, ${AT}::timestamptz
      from generate_series(1, ${each}::int) n`;
    await tx`insert into payments(id, order_id, customer_id, gateway, external_id, status, amount, currency, created_at, expires_at)
      select replace(id, 'ord_', 'pay_'), id, customer_id, 'demo', id, 'expired', 100, 'RUB', ${AT}::timestamptz, ${AT}::timestamptz
      from orders where customer_id = ${customerId}`;
    await tx`insert into notifications(id, customer_id, type, channel, dedupe_key, data, created_at)
      select ${`ntf_${customerId}_`} || n, ${customerId}, 'operator_message', 'telegram', ${customerId} || n, '{"message":"hello"}', ${AT}::timestamptz
      from generate_series(1, ${each}::int) n`;
    await tx`insert into customer_notes(id, customer_id, author_id, text, created_at, updated_at)
      select ${`nte_${customerId}_`} || n, ${customerId}, 'adm_gone', 'note ' || n, ${AT}::timestamptz, ${AT}::timestamptz
      from generate_series(1, ${each}::int) n`;
  });
  return 4 * each;
}

async function everyPage(who: Ctx, input: Omit<Parameters<typeof customerTimeline>[1], "cursor">) {
  const pages: Awaited<ReturnType<typeof customerTimeline>>["rows"][] = [];
  let cursor: string | undefined;
  do {
    const page = await customerTimeline(who, { ...input, cursor });
    pages.push(page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return pages;
}

describe("a person's timeline", () => {
  it("shows each thing once and in one order, page by page, where all happened in the same instant", async () => {
    const customerId = await aCustomer(ctx, { createdAt: new Date("2026-02-01T00:00:00Z") });
    const things = await aBusySecond(customerId, 11);
    const [whole = []] = await everyPage(ann, { customerId, limit: 100 });
    expect(whole).toHaveLength(things + 1);
    expect(whole.at(-1)).toMatchObject({ kind: "account", code: "joined" });
    for (const limit of [1, 7, 44, 45]) {
      const pages = await everyPage(ann, { customerId, limit });
      expect(pages).toHaveLength(Math.ceil((things + 1) / limit));
      expect(pages.flat()).toEqual(whole);
    }
  });

  it("keeps its place while new things happen", async () => {
    const customerId = await aCustomer(ctx, { createdAt: new Date("2026-02-01T00:00:00Z") });
    await aBusySecond(customerId, 3);
    const before = await customerTimeline(ann, { customerId, limit: 100 });
    const first = await customerTimeline(ann, { customerId, limit: 5 });
    await addNote(ann, { customerId, text: "written meanwhile" });
    const second = await customerTimeline(ann, {
      customerId,
      limit: 100,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.rows, ...second.rows]).toEqual(before.rows);
    const { rows } = await customerTimeline(ann, { customerId, limit: 1 });
    expect(rows).toMatchObject([
      { kind: "note", whoName: "Ann", details: { text: "written meanwhile" } },
    ]);
  });

  it("is of this person alone, and of nobody where there is nobody", async () => {
    const customerId = await aCustomer(ctx);
    const other = await aCustomer(ctx);
    await aBusySecond(other, 2);
    const { rows } = await customerTimeline(ann, { customerId });
    expect(rows.map(({ kind }) => kind)).toEqual(["account"]);
    for (const id of ["cus_nobody", "' or true --", "%"]) {
      expect(await customerTimeline(ann, { customerId: id })).toEqual({
        rows: [],
        nextCursor: null,
      });
    }
  });

  it("refuses a cursor that it did not give out", async () => {
    const customerId = await aCustomer(ctx);
    for (const cursor of [
      "x",
      "2026-01-01|x",
      "2026-99-99T99:99:99Z|x",
      "2026-02-31T00:00:00Z|x",
      "2026-01-01T10:00:00.000Z|",
    ]) {
      await expect(customerTimeline(ann, { customerId, cursor }), cursor).rejects.toMatchObject({
        kind: "validation",
      });
    }
  });

  it("leaves out what whoever looks may not see, and says so of what was asked for by name, too", async () => {
    const customerId = await aCustomer(ctx);
    await aPurchase(ctx, { customerId, plan: await aPlan(ctx) });
    await aBusySecond(customerId, 1);
    const kinds = async (who: Ctx, of: Partial<Parameters<typeof customerTimeline>[1]> = {}) => {
      const { rows } = await customerTimeline(who, { customerId, limit: 100, ...of });
      return [...new Set(rows.map(({ kind }) => kind))].sort();
    };
    const few = await operator("Few", ["customers.read"]);
    expect(await kinds(ann)).toEqual(expect.arrayContaining(["order", "payment", "status"]));
    expect(await kinds(few)).toEqual(["account", "message", "note"]);
    expect(await kinds(few, { kinds: ["order", "payment", "status"] })).toEqual([]);
    const none = await operator("None", ["orders.read"]);
    await expect(customerTimeline(none, { customerId })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  it("tells of a forgotten person what the books tell, and no word of theirs", async () => {
    const customerId = await aCustomer(ctx, { firstName: "Zaphod", username: "zaphod" });
    await addNote(ann, { customerId, text: "Zaphod pays late" });
    await aBusySecond(customerId, 1);
    await sql`update orders set status = 'expired', closed_at = created_at where customer_id = ${customerId}`;
    await erasePerson(ctx, { customerId });
    const { rows } = await customerTimeline(ann, { customerId, limit: 100 });
    const kinds = new Set(rows.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(["account", "order", "payment"]));
    expect(kinds.has("note")).toBe(false);
    expect(JSON.stringify(rows)).not.toMatch(/zaphod|hello/i);
  });

  it("reads every kind there is", async () => {
    const customerId = await aCustomer(ctx);
    for (const kind of TIMELINE_KINDS) {
      const { rows } = await customerTimeline(ctx, { customerId, kinds: [kind] });
      expect(rows.every((row) => row.kind === kind)).toBe(true);
    }
  });
});
