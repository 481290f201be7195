import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Job } from "./claim";
import type { CommitQueue } from "./commit-queue";
import { type Sql, transact } from "./database";
import type { Functions } from "./finish";
import { takeIn, takeSignal } from "./ingest";
import { leaseOf } from "./perform";
import type { InngestEvent } from "./protocol";

/** A text of PostgreSQL holds every character but this one. */
const text = z
  .string()
  .min(1)
  .max(500)
  .refine((value) => !value.includes("\0"));

const eventSchema = z.object({
  id: text.nullish(),
  name: text,
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().int().nullish(),
});
const eventsSchema = z.union([z.array(eventSchema), eventSchema.transform((event) => [event])]);
const signalSchema = z.object({ signal: text, data: z.unknown() });
const checkpointSchema = z.object({
  run_id: z.string(),
  qi_id: z.string(),
  steps: z.array(
    z.object({
      op: z.literal("StepRun"),
      id: z.string(),
      displayName: z.string().nullish(),
      data: z.unknown(),
    }),
  ),
});

type World = {
  sql: Sql;
  functions: Functions;
  commits: CommitQueue;
  /** The jobs under way in this process, by id. */
  active: ReadonlyMap<string, Job>;
};

const ROUTES: [RegExp, (world: World, body: unknown) => Promise<Response>][] = [
  [/^\/e\//, takeEvents],
  [/^\/v1\/signals$/, answerSignal],
  [/^\/v1\/checkpoint\/[^/]+\/async$/, keepCheckpoint],
];

/** The part of Inngest's HTTP API that the SDK uses, as a `fetch` for `new Inngest({ fetch })`. */
export function createFetch(world: World): typeof fetch {
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const [, route] = ROUTES.find(([path]) => path.test(pathname)) ?? [];
    if (!route) return refuse(404, `${pathname} is not part of the embedded executor`);
    try {
      return await route(world, JSON.parse(String(init?.body ?? "null")));
    } catch (error) {
      if (error instanceof z.ZodError) return refuse(400, z.prettifyError(error));
      throw error;
    }
  };
}

const refuse = (status: number, error: string) => Response.json({ error, status }, { status });

async function takeEvents({ sql, functions }: World, body: unknown): Promise<Response> {
  const now = Date.now();
  const events = eventsSchema.parse(body).map(
    (event): InngestEvent => ({
      id: event.id ?? randomUUID(),
      name: event.name,
      data: event.data ?? {},
      ts: event.ts ?? now,
    }),
  );
  await transact(sql, (tx) => takeIn(tx, functions, events));
  return Response.json({ ids: events.map((event) => event.id), status: 200 });
}

async function answerSignal({ sql, functions }: World, body: unknown): Promise<Response> {
  const signal = signalSchema.parse(body);
  const runId = await transact(sql, (tx) => takeSignal(tx, functions, signal));
  return runId ? Response.json({ data: { run_id: runId } }) : refuse(404, "nobody waits for it");
}

/** Steps that the SDK finished and goes on after, without returning. 409 tells it that its lease is gone. */
async function keepCheckpoint({ commits, active }: World, body: unknown): Promise<Response> {
  const { run_id, qi_id, steps } = checkpointSchema.parse(body);
  const lease = leaseOf(run_id, qi_id);
  const finished = steps.map(({ id, displayName, data }) => ({
    id,
    name: displayName ?? null,
    result: { type: "data", data: data ?? null } as const,
  }));
  if ((await commits.steps(lease, finished)) === "lost") return refuse(409, "the lease is gone");
  const job = active.get(lease.id);
  if (job?.token === lease.token) {
    for (const { id, result } of finished) job.steps.push([id, result]);
  }
  return Response.json({});
}
