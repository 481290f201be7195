import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { until } from "@/server/testing/until";
import { conformanceFunctions } from "./testing/conformance-functions";
import { createApp } from "./testing/start-app";

const { url, sql } = await testDatabase();

/** What the real server's functions wrote, sorted. */
const EXPECTED = readFileSync(
  path.join(import.meta.dirname, "fixtures/conformance-log.txt"),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "");

const ev = (name: string, data: Record<string, unknown> = {}) => ({ name: `t/${name}`, data });

test.each([
  // The real server's log was taken by an SDK that returned after each step: code between steps repeats.
  { mode: "a call a step", checkpointing: false, lines: EXPECTED },
  // Code between steps runs once where a call goes on after a step.
  { mode: "checkpoints", checkpointing: true, lines: [...new Set(EXPECTED)] },
])(
  "features act as under the real server: $mode",
  { timeout: 60_000 },
  async ({ checkpointing, lines }) => {
    const log: string[] = [];
    const app = createApp(
      conformanceFunctions((...words) => log.push(words.join(" "))),
      { checkpointing },
    );
    await sql`drop schema if exists executor cascade`;
    const executor = await app.attach({ databaseUrl: url });
    onTestFinished(() => executor.stop());
    const { inngest } = app;

    const names = ["par", "retry", "fnretry", "fail", "nonretry", "catch", "sleep"];
    await inngest.send([ev("seq", { n: 41 }), ...names.map((name) => ev(name))]);
    const more = ["waitto", "invoke", "fan", "race", "loop", "sig"];
    await inngest.send([
      ev("wait", { id: 7 }),
      ev("cancelme", { id: 5 }),
      ...more.map((n) => ev(n)),
    ]);
    await inngest.send([
      ...["A", "A", "B"].map((id) => ev("idem", { id })),
      { id: "evdup", ...ev("leaf", { i: "dup" }) },
      ev("iftrig", { kind: "a" }),
      ev("iftrig", { kind: "b" }),
    ]);
    await inngest.send({ id: "evdup", ...ev("leaf", { i: "dup" }) });
    await inngest.send(["x", "x", "x", "y"].map((k) => ev("conc", { k })));
    for (const v of [1, 2, 3]) await inngest.send(ev("deb", { k: "d", v }));

    await until(() => log.includes("cancel started"));
    const waitsFor = async (name: string) =>
      (await sql`select 1 from executor.job where wait_key = ${name}`).length > 0;
    for (const name of ["t/ok", "t/raceok", "sig/1"]) await until(() => waitsFor(name));
    await inngest.send([
      ev("ok", { id: 8, v: "wrong" }),
      ev("ok", { id: 7, v: "right" }),
      ev("cancel", { id: 5 }),
      ev("raceok", { v: "R" }),
      ev("sigsend"),
    ]);
    const running = () => sql`select id, fn_id from executor.run where status = 'running'`;
    await until(async () => (await running()).length === 0, { timeoutMs: 30_000 });
    const written = (checkpointing ? [...new Set(log)] : log).map((line) => line.trimEnd());
    expect(written.sort()).toEqual(lines.map((line) => line.trimEnd()).sort());
    expect(await sql`select * from executor.job`).toEqual([]);
  },
);
