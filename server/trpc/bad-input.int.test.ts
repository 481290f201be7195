import fc from "fast-check";
import superjson from "superjson";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { z } from "zod";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { provideEnv } from "@/server/core/env";
import { createCustomerSession } from "@/server/domains/customers";
import { addPartner } from "@/server/domains/partners";
import { checkout } from "@/server/domains/payments";
import { updateSettingsGroup } from "@/server/domains/settings";
import { createAdmin } from "@/server/domains/team";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { startDemo } from "@/server/testing/gateways/demo";
import { panelShop } from "@/server/testing/panel-shop";
import { adminToken } from "../auth/testing/admin-cookie";
import { appRouter } from "./root";
import { almost, junk } from "./testing/junk";
import { openPool } from "./testing/pool";

/*
 * Whatever is sent to any procedure by anybody gets an answer, or a typed refusal that stored nothing. The list
 * of procedures is the router's own: a new one is tried without a word here.
 */

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
  headers: async () => new Headers(),
}));

const RUNS = 30;
const { sql, ctx, squad } = await panelShop();

// The world beyond this machine is away: what an input makes the application ask there fails at once.
const local = globalThis.fetch;
vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === "127.0.0.1"
    ? local(input, init)
    : Promise.reject(new TypeError("no network"));
});
provideEnv({ TELEGRAM_API_ROOT: "http://127.0.0.1:9" });

const gateway = await startDemo({ sql });
afterAll(() => gateway.stop());
await updateSettingsGroup(ctx, {
  id: "gateway.demo",
  values: gateway.settings as Record<string, string | number | boolean>,
});
const plan = await aPlan(ctx, { internalSquads: [squad] });
const shopper = await aCustomer(ctx);
const { id: owner } = await createAdmin(ctx, {
  email: "owner@example.com",
  name: "Olga",
  password: "a-password-for-tests",
  role: "owner",
});
for (const customerId of [shopper, await aCustomer(ctx)]) {
  await aPurchase(ctx, { customerId, plan });
  await addPartner(ctx, { customerId, reason: "a friend" });
  await checkout(ctx, {
    customerId,
    kind: "new",
    planId: plan.id,
    durationId: plan.durations[0]?.id ?? "",
    subscriptionId: null,
    gateway: "demo",
    clientKey: customerId,
    source: "bot",
  });
}
const { token } = await createCustomerSession(ctx, { customerId: shopper, userAgent: "" });
const persons = {
  "an admin": ["rezeis.session", await adminToken(owner)],
  "a customer": ["rezeis.customer", token],
} as const;

type Procedure = { _def: { type: "query" | "mutation" | "subscription"; inputs: z.ZodType[] } };
const procedures = Object.entries(appRouter._def.procedures) as unknown as [string, Procedure][];
const pool = await openPool(sql);
// Guesses are counted, the refused ones above all.
const tables = await sql<{ name: string }[]>`
  select table_name as name from information_schema.tables
  where table_schema = 'public' and table_name <> 'rate_limits'`;

/** One number that changes with any row of any table. */
async function contents(): Promise<string> {
  const parts = tables.map(
    ({ name }) => `select sum(hashtextextended(t::text, ${name.length})) as h from "${name}" t`,
  );
  const [row] = await sql.unsafe(
    `select sum(h)::text as sum from (${parts.join(" union all ")}) x`,
  );
  return String(row?.sum);
}

async function ask(path: string, { _def }: Procedure, body: string): Promise<Response> {
  const url = `http://localhost/api/trpc/${path}`;
  if (_def.type === "mutation") {
    const headers = { "content-type": "application/json" };
    return POST(new Request(url, { method: "POST", headers, body }));
  }
  return GET(new Request(`${url}?input=${encodeURIComponent(body)}`));
}

/** As the product's own client sends it, or as somebody would who has another. */
function toBody(value: unknown): string {
  try {
    return JSON.stringify(superjson.serialize(value));
  } catch {
    const bare = (_: string, part: unknown) => (typeof part === "bigint" ? String(part) : part);
    return JSON.stringify({ json: value }, bare);
  }
}

/** What leaks when a program fails: its own files, its database's words, the library's. */
const LEAK =
  /\.[cm]?[jt]sx?:\d|node_modules|PostgresError|Failed query|select "|insert into|update "/i;
type Answer = { error?: { json: { data: { code: string; app: { code: string } } } } };

async function expectTyped(answer: Response, before: string | null): Promise<void> {
  const text = await answer.text();
  expect(text).not.toMatch(LEAK);
  if (answer.ok) return;
  const { data } = (JSON.parse(text) as Answer).error?.json ?? {};
  expect(data, text).toMatchObject({ app: { code: expect.stringMatching(/^[a-z0-9_]+$/) } });
  expect(data?.code, text).not.toBe("INTERNAL_SERVER_ERROR");
  // A stranger's service that cannot be reached is the one refusal that is nobody's mistake.
  if (answer.status !== 503) expect(answer.status, text).toBeLessThan(500);
  if (before !== null) expect(await contents()).toBe(before);
}

describe.each(Object.entries(persons))("from %s", (_who, [name, value]) => {
  it.each(procedures)("%s", async (path, procedure) => {
    jar.clear();
    jar.set(name, value);
    // So many tries as are made here would soon be too many.
    await sql`delete from rate_limits`;
    const [schema] = procedure._def.inputs;
    const input = schema ? fc.oneof({ arbitrary: almost(schema, pool), weight: 5 }, junk) : junk;
    const writes = procedure._def.type === "mutation";
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        const before = writes ? await contents() : null;
        await expectTyped(await ask(path, procedure, toBody(value)), before);
      }),
      { numRuns: RUNS, seed: 2026, interruptAfterTimeLimit: 20_000 },
    );
  });
});
