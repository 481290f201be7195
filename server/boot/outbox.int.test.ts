import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { outboxLag } from "./outbox";

const { sql } = await testDatabase();

test("the outbox is well while events leave, and not when the oldest has waited for minutes", async () => {
  expect(await outboxLag()).toEqual({ ok: true, waiting: 0, lagSeconds: 0 });
  await sql`insert into outbox (id, name, data, created_at) values ('evt_1', 'test', '{}', now())`;
  expect(await outboxLag()).toMatchObject({ ok: true, waiting: 1 });
  await sql`update outbox set created_at = now() - interval '5 minutes'`;
  expect(await outboxLag()).toEqual({ ok: false, waiting: 1, lagSeconds: 300 });
  await sql`update outbox set sent_at = now()`;
  expect(await outboxLag()).toMatchObject({ ok: true, waiting: 0 });
});
