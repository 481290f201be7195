import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { adminToken } from "@/server/auth/testing/admin-cookie";
import { REPORTS } from "@/server/domains/analytics";
import { createAdmin } from "@/server/domains/team";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { panelShop } from "@/server/testing/panel-shop";
import { GET } from "./[report]/route";

/*
 * An export's filters come by an address that anybody may write: whatever they say is a file, or a typed refusal
 * before the first byte. The list of reports is the domain's own: a new one is tried without a word here.
 */

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
}));

const { sql, ctx, squad } = await panelShop();

beforeAll(async () => {
  const plan = await aPlan(ctx, { internalSquads: [squad] });
  await aPurchase(ctx, { customerId: await aCustomer(ctx), plan });
  const { id } = await createAdmin(ctx, {
    email: "owner@example.com",
    name: "Olga",
    password: "a-password-for-tests",
    role: "owner",
  });
  jar.set("rezeis.session", await adminToken(id));
});

const FIELDS = [
  "search",
  "status",
  "cursor",
  "limit",
  "from",
  "to",
  "currency",
  "gateway",
  "sort",
  "customerId",
  "planId",
  "format",
  "__proto__",
  "constructor",
];
const value = fc.oneof(
  fc.constantFrom("", "\u0000", "a\u0000b", "%", "_\\", "'", "-1", "1e400", "NaN", "null", "true"),
  fc.constantFrom("9999999999999999999999", "999999-01-01", "2026-13-45", "a,b,,c", "WyJhIl0"),
  fc.constantFrom("x".repeat(20_000), "🙂".repeat(300), "ord_0", "{}", "[]", btoa('["\u0000",1]')),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.tuple(fc.anything(), fc.anything()).map((pair) => btoa(encodeURIComponent(String(pair)))),
);
const filters = fc.dictionary(fc.constantFrom(...FIELDS), value, { minKeys: 1, maxKeys: 3 });

async function ask(report: string, query: string) {
  // So many files as are asked for here would soon be too many.
  await sql`delete from rate_limits`;
  return GET(new Request(`http://localhost/api/exports/x?${query}`), {
    params: Promise.resolve({ report }),
  });
}

/** Lone halves of surrogate pairs cannot be written into an address; they become the replacement character. */
const toQuery = (input: Record<string, string>): string =>
  new URLSearchParams(Object.entries(input)).toString();

describe.each(REPORTS)("%s", (report) => {
  it("is a file without filters", async () => {
    const answer = await ask(report, "");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^\uFEFF?[a-z_]+(,[a-z_]+)*\r\n/);
  });

  it("answers any filter with a file or a typed refusal", async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (input) => {
        const answer = await ask(report, toQuery(input));
        const text = await answer.text();
        expect(answer.status, text).toBeLessThan(500);
        if (answer.ok) return;
        expect(JSON.parse(text)).toMatchObject({ error: expect.stringMatching(/^[a-z_]+$/) });
      }),
      { numRuns: 60, seed: 2026 },
    );
  });
});

it.each(["nothing", "__proto__", "constructor", "toString", "\u0000"])(
  "there is no report %j",
  async (report) => {
    const answer = await ask(report, "");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: "not_found" });
  },
);
