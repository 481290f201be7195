import {
  eventType,
  type Inngest,
  type InngestFunction,
  NonRetriableError,
  RetryAfterError,
  StepError,
  staticSchema,
} from "inngest";

// biome-ignore lint/suspicious/noExplicitAny: the events of this suite carry whatever each function is about
type Loose = Record<string, any>;

type Failed = { event: Loose; error: Error };

/** 23 functions over every feature in use. Each writes what it did; a real Inngest server wrote the same. */
export function conformanceFunctions(inngest: Inngest, log: string[]): InngestFunction.Any[] {
  const say = (...words: unknown[]) => void log.push(words.join(" "));
  const on = <N extends string>(event: N) => [eventType(event, { schema: staticSchema<Loose>() })];
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const live = new Map<string, number>();

  const child = inngest.createFunction(
    { id: "child", triggers: on("t/child") },
    async ({ event, step }) => {
      await step.sleep("z", "1s");
      const { bad, n }: Loose = event.data;
      if (bad) throw new NonRetriableError("child bad");
      return { dbl: n * 2 };
    },
  );

  return [
    child,
    inngest.createFunction({ id: "seq", triggers: on("t/seq") }, async ({ event, step }) => {
      const a = await step.run("a", () => {
        say("seq a");
        return 1;
      });
      const b = await step.run("b", () => a + event.data.n);
      say("seq end", b);
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
      say("par end", results.join());
    }),
    inngest.createFunction(
      { id: "retry", triggers: on("t/retry"), retries: 3 },
      async ({ step, attempt }) => {
        await step.run("x", () => {
          say("retry attempt", attempt);
          if (attempt < 2) throw new RetryAfterError("boom", "1s");
        });
        say("retry end");
      },
    ),
    inngest.createFunction(
      { id: "fnretry", triggers: on("t/fnretry"), retries: 2 },
      async ({ attempt }) => {
        say("fnretry", attempt);
        if (attempt < 1) throw new RetryAfterError("x", "1s");
        say("fnretry end");
      },
    ),
    inngest.createFunction(
      {
        id: "fail",
        triggers: on("t/fail"),
        retries: 0,
        onFailure: async ({ event, error }: Failed) => {
          say("onFailure", error.message, event.data.function_id, event.data.event.name);
        },
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
        onFailure: async ({ error }: Failed) => say("nonretry onFailure", error.message),
      },
      async () => {
        say("nonretry run");
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
          say("caught", error instanceof StepError, (error as Error).message);
        }
        await step.run("fallback", () => say("fallback ran"));
        say("catch end");
      },
    ),
    inngest.createFunction({ id: "sleep", triggers: on("t/sleep") }, async ({ step }) => {
      const started = await step.run("t0", () => Date.now());
      await step.sleep("z", "2s");
      const passed = Date.now() - started;
      say("sleep end", passed >= 1900 && passed < 5000);
    }),
    inngest.createFunction({ id: "wait", triggers: on("t/wait") }, async ({ step }) => {
      const event = await step.waitForEvent("w", {
        event: "t/ok",
        timeout: "20s",
        match: "data.id",
      });
      say("wait got", event?.data?.v);
    }),
    inngest.createFunction({ id: "waitto", triggers: on("t/waitto") }, async ({ step }) => {
      const event = await step.waitForEvent("w", { event: "t/never", timeout: "1s" });
      say("wait timeout", event);
    }),
    inngest.createFunction({ id: "invoke", triggers: on("t/invoke") }, async ({ step }) => {
      const result = await step.invoke("i", { function: child, data: { n: 21 } });
      say("invoke got", result.dbl);
      try {
        await step.invoke("i2", { function: child, data: { bad: true } });
      } catch (error) {
        say("invoke err", (error as Error).message);
      }
    }),
    inngest.createFunction({ id: "fan", triggers: on("t/fan") }, async ({ step }) => {
      const sent = await step.sendEvent("s", [
        { name: "t/leaf", data: { i: 1 } },
        { name: "t/leaf", data: { i: 2 } },
      ]);
      say("fan ids", sent.ids.length);
    }),
    inngest.createFunction({ id: "leaf", triggers: on("t/leaf") }, async ({ event }) =>
      say("leaf", event.data.i),
    ),
    inngest.createFunction(
      {
        id: "cancel",
        triggers: on("t/cancelme"),
        cancelOn: [{ event: "t/cancel", match: "data.id" }],
      },
      async ({ step }) => {
        await step.run("s", () => say("cancel started"));
        await step.sleep("z", "7s");
        await step.run("bad", () => say("CANCEL DID NOT WORK"));
      },
    ),
    inngest.createFunction(
      { id: "idem", triggers: on("t/idem"), idempotency: "event.data.id" },
      async ({ event }) => say("idem run", event.data.id),
    ),
    inngest.createFunction(
      { id: "conc", triggers: on("t/conc"), concurrency: { limit: 1, key: "event.data.k" } },
      async ({ event, step }) => {
        await step.run("w", async () => {
          const key = event.data.k;
          live.set(key, (live.get(key) ?? 0) + 1);
          if ((live.get(key) ?? 0) > 1) say("CONC VIOLATION");
          await pause(200);
          live.set(key, (live.get(key) ?? 0) - 1);
        });
        say("conc done", event.data.k);
      },
    ),
    inngest.createFunction(
      { id: "deb", triggers: on("t/deb"), debounce: { period: "1s", key: "event.data.k" } },
      async ({ event }) => say("deb", event.data.k, event.data.v),
    ),
    inngest.createFunction({ id: "race", triggers: on("t/race") }, async ({ step, group }) => {
      const winner = await group.parallel({ mode: "race" }, () =>
        Promise.race([
          step
            .waitForEvent("w", { event: "t/raceok", timeout: "10s" })
            .then((event: Loose | null) => `event:${event?.data?.v}`),
          step.sleep("z", "8s").then(() => "slept"),
        ]),
      );
      say("race", winner);
    }),
    inngest.createFunction({ id: "loop", triggers: on("t/loop") }, async ({ step }) => {
      let sum = 0;
      for (let i = 0; i < 5; i++) sum += await step.run("it", () => i);
      say("loop", sum);
    }),
    inngest.createFunction(
      { id: "iftrig", triggers: [{ event: "t/iftrig", if: "event.data.kind == 'a'" }] },
      async ({ event }) => say("iftrig", event.data.kind),
    ),
    inngest.createFunction({ id: "sig", triggers: on("t/sig") }, async ({ step }) => {
      const signal = await step.waitForSignal("s", { signal: "sig/1", timeout: "20s" });
      say("signal", JSON.stringify(signal?.data));
    }),
    inngest.createFunction({ id: "sigsend", triggers: on("t/sigsend") }, async ({ step }) => {
      await step.sendSignal("ss", { signal: "sig/1", data: { x: 1 } });
    }),
  ];
}
