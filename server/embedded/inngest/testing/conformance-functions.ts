import type { Inngest, InngestFunction } from "inngest";
import { NonRetriableError, RetryAfterError, StepError } from "inngest";

type Write = (...words: unknown[]) => void;
type EventData = Record<string, unknown>;
type Failure = { error: Error; event: { data: { function_id: string; event: { name: string } } } };

const on = (event: string) => [{ event }];
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Functions over every feature that the executor must have; `write` notes side effects. What they wrote when
 * the real Inngest dev server drove them is kept in `fixtures/conformance-log.txt`.
 */
export const conformanceFunctions =
  (write: Write) =>
  (inngest: Inngest): InngestFunction.Any[] => [
    ...plain(inngest, write),
    ...failing(inngest, write),
    ...waiting(inngest, write),
    ...invoking(inngest, write),
    ...limited(inngest, write),
  ];

function plain(inngest: Inngest, write: Write): InngestFunction.Any[] {
  return [
    inngest.createFunction({ id: "seq", triggers: on("t/seq") }, async ({ event, step }) => {
      const a = await step.run("a", () => {
        write("seq a");
        return 1;
      });
      const b = await step.run("b", () => a + Number((event.data as EventData).n));
      write("seq end", b);
      return b;
    }),
    inngest.createFunction({ id: "par", triggers: on("t/par") }, async ({ step }) => {
      const results = await Promise.all(
        [1, 2, 3].map((i) =>
          step.run(`p${i}`, async () => {
            await pause(100);
            return i;
          }),
        ),
      );
      write("par end", results.join());
    }),
    inngest.createFunction({ id: "loop", triggers: on("t/loop") }, async ({ step }) => {
      let sum = 0;
      for (let i = 0; i < 5; i++) sum += await step.run("it", () => i);
      write("loop", sum);
    }),
    inngest.createFunction({ id: "fan", triggers: on("t/fan") }, async ({ step }) => {
      const sent = await step.sendEvent("s", [
        { name: "t/leaf", data: { i: 1 } },
        { name: "t/leaf", data: { i: 2 } },
      ]);
      write("fan ids", sent.ids.length);
    }),
    inngest.createFunction({ id: "leaf", triggers: on("t/leaf") }, async ({ event }) =>
      write("leaf", event.data.i),
    ),
    inngest.createFunction(
      { id: "iftrig", triggers: [{ event: "t/iftrig", if: "event.data.kind == 'a'" }] },
      async ({ event }) => write("iftrig", event.data.kind),
    ),
  ];
}

function failing(inngest: Inngest, write: Write): InngestFunction.Any[] {
  return [
    inngest.createFunction(
      { id: "retry", triggers: on("t/retry"), retries: 3 },
      async ({ step, attempt }) => {
        await step.run("x", () => {
          write("retry attempt", attempt);
          if (attempt < 2) throw new RetryAfterError("boom", "1s");
        });
        write("retry end");
      },
    ),
    inngest.createFunction(
      { id: "fnretry", triggers: on("t/fnretry"), retries: 2 },
      async ({ attempt }) => {
        write("fnretry", attempt);
        if (attempt < 1) throw new RetryAfterError("x", "1s");
        write("fnretry end");
      },
    ),
    inngest.createFunction(
      {
        id: "fail",
        triggers: on("t/fail"),
        retries: 0,
        onFailure: async ({ event, error }: Failure) =>
          write("onFailure", error.message, event.data.function_id, event.data.event.name),
      },
      async ({ step }) => {
        await step.run("x", () => {
          throw new Error("nope");
        });
      },
    ),
    inngest.createFunction(
      {
        id: "nonretry",
        triggers: on("t/nonretry"),
        retries: 5,
        onFailure: async ({ error }: Failure) => write("nonretry onFailure", error.message),
      },
      async () => {
        write("nonretry run");
        throw new NonRetriableError("stop");
      },
    ),
    inngest.createFunction(
      { id: "catch", triggers: on("t/catch"), retries: 0 },
      async ({ step }) => {
        try {
          await step.run("x", () => {
            throw new Error("inner");
          });
        } catch (error) {
          write("caught", error instanceof StepError, messageOf(error));
        }
        await step.run("fallback", () => write("fallback ran"));
        write("catch end");
      },
    ),
  ];
}

function waiting(inngest: Inngest, write: Write): InngestFunction.Any[] {
  return [
    inngest.createFunction({ id: "sleep", triggers: on("t/sleep") }, async ({ step }) => {
      const start = await step.run("t0", () => Date.now());
      await step.sleep("z", "2s");
      const slept = Date.now() - start;
      write("sleep end", slept >= 1900 && slept < 5000);
    }),
    inngest.createFunction({ id: "wait", triggers: on("t/wait") }, async ({ step }) => {
      const event = await step.waitForEvent("w", {
        event: "t/ok",
        timeout: "20s",
        match: "data.id",
      });
      write("wait got", event?.data?.v);
    }),
    inngest.createFunction({ id: "waitto", triggers: on("t/waitto") }, async ({ step }) => {
      write("wait timeout", await step.waitForEvent("w", { event: "t/never", timeout: "1s" }));
    }),
    inngest.createFunction({ id: "sig", triggers: on("t/sig") }, async ({ step }) => {
      const signal = await step.waitForSignal("s", { signal: "sig/1", timeout: "20s" });
      write("signal", JSON.stringify(signal?.data));
    }),
    inngest.createFunction({ id: "sigsend", triggers: on("t/sigsend") }, async ({ step }) => {
      await step.sendSignal("ss", { signal: "sig/1", data: { x: 1 } });
    }),
    inngest.createFunction({ id: "race", triggers: on("t/race") }, async ({ step, group }) => {
      const winner = await group.parallel({ mode: "race" }, () =>
        Promise.race([
          step
            .waitForEvent("w", { event: "t/raceok", timeout: "10s" })
            .then((event: { data?: EventData } | null) => `event:${event?.data?.v}`),
          step.sleep("z", "8s").then(() => "slept"),
        ]),
      );
      write("race", winner);
    }),
    inngest.createFunction(
      {
        id: "cancel",
        triggers: on("t/cancelme"),
        cancelOn: [{ event: "t/cancel", match: "data.id" }],
      },
      async ({ step }) => {
        await step.run("s", () => write("cancel started"));
        await step.sleep("z", "7s");
        await step.run("bad", () => write("CANCEL DID NOT WORK"));
      },
    ),
  ];
}

function invoking(inngest: Inngest, write: Write): InngestFunction.Any[] {
  const child = inngest.createFunction(
    { id: "child", triggers: on("t/child") },
    async ({ event, step }) => {
      await step.sleep("z", "1s");
      const data: EventData = event.data;
      if (data.bad) throw new NonRetriableError("child bad");
      return { dbl: Number(data.n) * 2 };
    },
  );
  const parent = inngest.createFunction(
    { id: "invoke", triggers: on("t/invoke") },
    async ({ step }) => {
      const result = await step.invoke("i", { function: child, data: { n: 21 } });
      write("invoke got", result.dbl);
      try {
        await step.invoke("i2", { function: child, data: { bad: true } });
      } catch (error) {
        write("invoke err", messageOf(error));
      }
    },
  );
  return [child, parent];
}

function limited(inngest: Inngest, write: Write): InngestFunction.Any[] {
  const live = new Map<string, number>();
  return [
    inngest.createFunction(
      { id: "idem", triggers: on("t/idem"), idempotency: "event.data.id" },
      async ({ event }) => write("idem run", event.data.id),
    ),
    inngest.createFunction(
      {
        id: "conc",
        triggers: on("t/conc"),
        concurrency: { limit: 1, key: "event.data.k" },
      },
      async ({ event, step }) => {
        const key = String(event.data.k);
        await step.run("w", async () => {
          live.set(key, (live.get(key) ?? 0) + 1);
          if (live.get(key) !== 1) write("CONC VIOLATION");
          await pause(200);
          live.set(key, (live.get(key) ?? 0) - 1);
        });
        write("conc done", key);
      },
    ),
    inngest.createFunction(
      { id: "deb", triggers: on("t/deb"), debounce: { period: "1s", key: "event.data.k" } },
      async ({ event }) => write("deb", event.data.k, event.data.v),
    ),
  ];
}
