import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { migrate } from "./migrate";
import { emptyDatabase, testDatabase } from "./testing";

const { url } = await emptyDatabase();
const sql = postgres(url, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

test("four instances that start at once migrate one database once", async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrate(url)));
  const applied = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
  expect(applied.length).toBeGreaterThan(0);
  expect(new Set(applied.map(({ hash }) => hash)).size).toBe(applied.length);
});

test("a second start changes nothing", async () => {
  const [before] = await sql`select count(*) from drizzle.__drizzle_migrations`;
  await migrate(url);
  const [after] = await sql`select count(*) from drizzle.__drizzle_migrations`;
  expect(after).toEqual(before);
});

test("a test database has every table and is nobody else's", async () => {
  const database = await testDatabase();
  await database.sql`create table only_here (id int)`;
  const tables = await database.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(["outbox", "only_here"]));
  await database.close();
});
