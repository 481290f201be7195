import { afterAll, expect, it } from "vitest";
import { connectRaw } from "@/db/client";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { startFanOut } from "./fan-out";
import type { Publication } from "./protocol";

const { url } = await testDatabase();
const sql = connectRaw(url, { max: 2 });
afterAll(() => sql.end({ timeout: 1 }));

const says = (data: string): Publication => ({ channel: "c", event: "e", data });

it("keeps the order of what is told, however large", async () => {
  const heard: string[] = [];
  const failures: unknown[] = [];
  const fanOut = await startFanOut(
    sql,
    (signal) => "data" in signal && heard.push(signal.data.slice(0, 5)),
    (error) => failures.push(error),
  );
  // In one transaction, so that both arrive at once and only the large one must be fetched.
  await sql.begin(async (tx) => {
    const body = JSON.stringify([says(`large${"x".repeat(20_000)}`)]);
    await tx`with kept as (insert into realtime.message(body) values (${body}) returning id)
      select pg_notify('realtime', '#' || id) from kept`;
    await tx`select pg_notify('realtime', ${JSON.stringify([says("small")])})`;
  });
  await until(() => heard.length === 2, { timeoutMs: 5000 });
  expect(heard).toEqual(["large", "small"]);

  await sql`select pg_notify('realtime', 'nonsense')`;
  await fanOut.publish([says("after")]);
  await until(() => heard.length === 3, { timeoutMs: 5000 });
  expect(failures).toHaveLength(1);
  await fanOut.stop();
});
