import { expect, test } from "vitest";
import { logger } from "@/server/core/logger";
import type { Part } from "./part";
import { runParts } from "./run-parts";

function record() {
  const happened: string[] = [];
  const part = (name: string, fail?: "start" | "stop"): Part => ({
    name,
    async start() {
      happened.push(`start ${name}`);
      if (fail === "start") throw new Error(`${name} is broken`);
      return () => {
        happened.push(`stop ${name}`);
        if (fail === "stop") throw new Error(`${name} hangs`);
      };
    },
  });
  return { happened, part };
}

const boot = { log: logger(), notices: [] };

test("a part that cannot start takes down what was started before it, and nothing after it starts", async () => {
  const { happened, part } = record();
  const parts = [part("a"), part("b"), part("c", "start"), part("d")];
  await expect(runParts(parts, boot)).rejects.toThrow("c is broken");
  expect(happened).toEqual(["start a", "start b", "start c", "stop b", "stop a"]);
});

test("stops in reverse order, once, past parts that fail to stop", async () => {
  const { happened, part } = record();
  const stop = await runParts([part("database"), part("demo", "stop"), part("jobs")], boot);
  happened.length = 0;
  await stop();
  await stop();
  expect(happened).toEqual(["stop jobs", "stop demo", "stop database"]);
});
