import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { connect } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { aCustomer } from "@/server/testing/builders";
import {
  createCustomerSession,
  customerTimeline,
  findCustomerSession,
  getCustomer,
  listCustomers,
  searchEverything,
  setLocale,
  suspendCustomer,
  upsertTelegramCustomer,
} from ".";
import type { TelegramProfile } from "./schemas";

const { url, sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const as = (id: string): Ctx => ({ ...ctx, actor: { type: "customer", id } });

let count = 0n;
const profile = (more: Partial<TelegramProfile> = {}): TelegramProfile => ({
  telegramId: 5_000_000_000n + ++count,
  username: null,
  firstName: "Alice",
  lastName: "",
  languageCode: "en",
  startPayload: null,
  ...more,
});

describe("upsertTelegramCustomer", () => {
  it("makes one person of ten updates at once, and says so once", async () => {
    const alice = profile();
    const made = await Promise.all(
      Array.from({ length: 10 }, () => upsertTelegramCustomer(ctx, alice)),
    );
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(made.map(({ customer }) => customer.id)).size).toBe(1);
    const [event] = await sql`
      select count(*)::int as n from outbox
      where name = 'customers/created' and data->>'customerId' = ${made[0]?.customer.id ?? ""}`;
    expect(event?.n).toBe(1);
  });

  it("gives different people different codes, however alike their names", async () => {
    const made = await Promise.all(
      Array.from({ length: 40 }, () => upsertTelegramCustomer(ctx, profile())),
    );
    expect(new Set(made.map(({ customer }) => customer.referralCode)).size).toBe(40);
  });

  it("remembers who invited first; later links, one's own and unknown ones change nothing", async () => {
    const inviter = (await upsertTelegramCustomer(ctx, profile())).customer;
    const other = (await upsertTelegramCustomer(ctx, profile())).customer;
    const guest = profile({ startPayload: `ref_${inviter.referralCode.toLowerCase()}` });
    const come = async (startPayload: string | null) =>
      (await upsertTelegramCustomer(ctx, { ...guest, startPayload })).customer;
    const first = await come(guest.startPayload);
    expect(first.referredBy).toBe(inviter.id);
    await come(`ref_${other.referralCode}`);
    expect((await come(`ref_${first.referralCode}`)).referredBy).toBe(inviter.id);

    const self = profile();
    const { customer } = await upsertTelegramCustomer(ctx, self);
    const startPayload = `ref_${customer.referralCode}`;
    const again = await upsertTelegramCustomer(ctx, { ...self, startPayload });
    expect(again.customer.referredBy).toBeNull();
    const stray = await upsertTelegramCustomer(ctx, profile({ startPayload: "ref_NOBODY1" }));
    expect(stray.customer.referredBy).toBeNull();
  });

  it("follows Telegram's language until the person chooses one", async () => {
    const person = profile({ languageCode: "ru-RU" });
    const come = async (languageCode: string) =>
      (await upsertTelegramCustomer(ctx, { ...person, languageCode })).customer;
    const { id, locale } = await come("ru-RU");
    expect(locale).toBe("ru");
    expect((await come("en")).locale).toBe("en");
    await setLocale(as(id), { customerId: id, locale: "ru" });
    expect((await come("en")).locale).toBe("ru");
  });

  it("follows new names and knows that who writes has not blocked the bot", async () => {
    const person = profile();
    const { customer } = await upsertTelegramCustomer(ctx, person);
    await db
      .update(customers)
      .set({ botBlockedAt: new Date() })
      .where(eq(customers.id, customer.id));
    const changed = await upsertTelegramCustomer(ctx, { ...person, username: "alice_new" });
    expect(changed).toMatchObject({
      created: false,
      customer: { username: "alice_new", botBlockedAt: null },
    });
  });
});

describe("changing and seeing", () => {
  it("keeps tags from the person they are about, and everything from others", async () => {
    const customerId = await aCustomer(ctx, { tags: ["difficult"] });
    expect((await getCustomer(ctx, { customerId })).tags).toEqual(["difficult"]);
    expect((await getCustomer(as(customerId), { customerId })).tags).toEqual([]);
    const stranger = as(await aCustomer(ctx));
    for (const attempt of [
      () => getCustomer(stranger, { customerId }),
      () => setLocale(stranger, { customerId, locale: "ru" }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: "not_found" });
    }
    for (const attempt of [
      () => suspendCustomer(stranger, { customerId, suspended: false }),
      () => listCustomers(stranger, {}),
      () => searchEverything(stranger, { q: "ann" }),
      () => customerTimeline(stranger, { customerId }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ kind: "forbidden" });
    }
  });

  it("ends the sessions of the suspended, and nobody's by a wrong or old token", async () => {
    const customerId = await aCustomer(ctx);
    const { token, expiresAt } = await createCustomerSession(ctx, { customerId, userAgent: "" });
    expect(await findCustomerSession(ctx, { token })).toMatchObject({ customerId });
    expect(await findCustomerSession(ctx, { token: `${token}x` })).toBeNull();
    const late = { ...ctx, clock: () => expiresAt };
    expect(await findCustomerSession(late, { token })).toBeNull();
    await suspendCustomer(ctx, { customerId, suspended: true, reason: "fraud" });
    expect(await findCustomerSession(ctx, { token })).toBeNull();
    // For good: whoever is let in again signs in again.
    await suspendCustomer(ctx, { customerId, suspended: false });
    expect(await findCustomerSession(ctx, { token })).toBeNull();
  });
});

describe("a hundred thousand customers", () => {
  const fill = () => sql`
    insert into customers (id, telegram_id, username, first_name, last_name, referral_code, created_at)
    select 'cus_n' || n, n, case when n % 3 > 0 then 'user' || n end, 'Name' || (n % 5000),
      case when n = 77777 then 'Редкий' else '' end, 'CODE' || n,
      timestamptz '2025-01-01' + (n / 3) * interval '1 minute'
    from generate_series(1, 100000) n`;

  it("are paged by key without loss, found by what identifies them, and fast", async () => {
    await fill();
    await sql`vacuum analyze customers`;
    const first = await listCustomers(ctx, { limit: 200, dir: "asc", q: "user1" });
    const second = await listCustomers(ctx, {
      limit: 200,
      dir: "asc",
      q: "user1",
      cursor: first.nextCursor ?? "",
    });
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(new Set(ids).size).toBe(400);
    const expected = await sql<{ id: string }[]>`
      select id from customers where username like 'user1%' order by created_at, id limit 400`;
    expect(ids).toEqual(expected.map(({ id }) => id));

    for (const q of ["@USER77777", "редк", "77777", "code77777", "cus_n77777"]) {
      const started = performance.now();
      const { rows } = await listCustomers(ctx, { q });
      expect(rows.map(({ id }) => id)).toContain("cus_n77777");
      expect(performance.now() - started).toBeLessThan(250);
    }
    const [hit] = await searchEverything(ctx, { q: "@user77777" });
    expect(hit).toMatchObject({ kind: "customer", id: "cus_n77777" });
    const inside = await searchEverything(ctx, { q: "ser7777" });
    expect(inside.map(({ id }) => id)).toContain("cus_n77777");
  });

  it("are searched and paged by indexes, never by reading them all", async () => {
    // One connection: the statistics of what it read are its own until it is told to hand them in.
    const one = connect(url, { max: 1 });
    const alone = { ...ctx, db: one.db };
    const fullReads = async () => {
      await one.sql`select pg_stat_force_next_flush()`;
      const [row] = await one.sql`
        select seq_scan::int as n from pg_stat_user_tables where relname = 'customers'`;
      return row?.n;
    };
    const before = await fullReads();
    const page = await listCustomers(alone, { limit: 50 });
    await listCustomers(alone, { limit: 50, cursor: page.nextCursor ?? "" });
    for (const q of ["редк", "@user77777", "77777", "nobody at all"]) {
      await listCustomers(alone, { q });
      await searchEverything(alone, { q });
    }
    expect(await fullReads()).toBe(before);
    await one.sql`select count(*) from customers where source = 'x'`;
    expect(await fullReads()).toBeGreaterThan(before);
    await one.sql.end();
  });

  it("do not follow a cursor that no list gave out", async () => {
    for (const cursor of ["nonsense", "2025-01-01|x", "'; drop table customers; --"]) {
      await expect(listCustomers(ctx, { cursor })).rejects.toMatchObject({ kind: "validation" });
    }
    await expect(listCustomers(ctx, { q: "%_\\" })).resolves.toMatchObject({ rows: [] });
  });
});
