import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { conformanceFunctions } from "./testing/functions";
import { startWorld } from "./testing/world";

const { url, sql } = await testDatabase();
const log: string[] = [];
const { inngest, stop } = await startWorld(url, (client) => conformanceFunctions(client, log));
afterAll(stop);

const expected = readFileSync(join(import.meta.dirname, "testing/expected-log.txt"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.trimEnd());
const written = () => log.map((line) => line.trimEnd());
const said = (line: string) => until(() => written().includes(line), { timeoutMs: 15_000 });

describe("the embedded executor", () => {
  it("does what a real Inngest server did, function by function", { timeout: 60_000 }, async () => {
    const simple = ["seq", "par", "retry", "fnretry", "fail", "nonretry", "catch", "sleep"];
    await inngest.send(simple.map((name) => ({ name: `t/${name}`, data: { n: 41 } })));
    await inngest.send([
      { name: "t/wait", data: { id: 7 } },
      ...["waitto", "invoke", "fan", "race", "loop", "sig"].map((name) => ({
        name: `t/${name}`,
        data: {},
      })),
      { name: "t/cancelme", data: { id: 5 } },
    ]);
    await inngest.send([
      ...["A", "A", "B"].map((id) => ({ name: "t/idem", data: { id } })),
      ...["a", "b"].map((kind) => ({ name: "t/iftrig", data: { kind } })),
    ]);
    for (let twice = 0; twice < 2; twice += 1) {
      await inngest.send({ id: "evdup", name: "t/leaf", data: { i: "dup" } });
    }
    await inngest.send(["x", "x", "x", "y"].map((k) => ({ name: "t/conc", data: { k } })));
    for (const v of [1, 2, 3]) await inngest.send({ name: "t/deb", data: { k: "d", v } });
    await said("deb d 3");
    await until(
      async () => {
        const [row] =
          await sql`select count(*)::int as n from executor.wait where kind in ('event', 'signal')`;
        return row?.n === 3;
      },
      { timeoutMs: 10_000 },
    );
    await said("cancel started");
    await inngest.send([
      { name: "t/ok", data: { id: 8, v: "wrong" } },
      { name: "t/ok", data: { id: 7, v: "right" } },
      { name: "t/cancel", data: { id: 5 } },
      { name: "t/raceok", data: { v: "R" } },
      { name: "t/sigsend", data: {} },
    ]);
    await until(() => log.length >= expected.length, { timeoutMs: 20_000 });
    await until(
      async () => {
        const [row] =
          await sql`select count(*)::int as n from executor.run where status = 'running'`;
        return row?.n === 0;
      },
      { timeoutMs: 20_000 },
    );
    expect(written().sort()).toEqual([...expected].sort());
  });

  it("leaves no job and no wait behind", async () => {
    const [left] = await sql`select (select count(*) from executor.job)::int as jobs,
      (select count(*) from executor.wait)::int as waits`;
    expect(left).toEqual({ jobs: 0, waits: 0 });
  });
});
