import { NonRetriableError } from "inngest";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { createApp } from "@/server/embedded/inngest/testing/start-app";
import { until } from "@/server/testing/until";
import { CleanErrors } from "./clean-errors";

const { url, sql } = await testDatabase();

const BOT = "7123456789:AAH-planted-token-of-a-bot-35-chars";
const PASSWORD = "planted-password";

/** Every row of a schema as text. */
async function kept(schema: string): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = ${schema}`;
  const rows = await Promise.all(
    tables.map(({ name }) => sql`select t::text from ${sql(schema)}.${sql(name)} t`),
  );
  return JSON.stringify(rows);
}

test("what a job throws is kept by the executor without its secrets, and is still what it was", async () => {
  let attempts = 0;
  const app = createApp(
    (inngest) => [
      inngest.createFunction(
        { id: "leaks", triggers: [{ event: "leaks" }], retries: 1 },
        async ({ step }) => {
          await step.run("asks", () => {
            attempts += 1;
            const cause = new Error(`connect postgres://shop:${PASSWORD}@db/shop`);
            throw new Error(`POST https://api.telegram.org/bot${BOT}/sendMessage failed`, {
              cause,
            });
          });
        },
      ),
      inngest.createFunction({ id: "gives-up", triggers: [{ event: "leaks" }], retries: 5 }, () => {
        throw new NonRetriableError(`Bearer ${PASSWORD} was refused`);
      }),
    ],
    { middleware: [CleanErrors] },
  );
  const executor = await app.attach({ databaseUrl: url });
  await app.inngest.send({ name: "leaks", data: {} });
  await until(
    async () => (await sql`select 1 from executor.run where status = 'failed'`).length === 2,
  );
  await executor.stop();
  expect(attempts).toBe(2);
  const all = await kept("executor");
  expect(all).toContain("sendMessage failed");
  expect(all).toContain("was refused");
  expect(all).not.toContain(PASSWORD);
  expect(all).not.toContain(BOT);
});
