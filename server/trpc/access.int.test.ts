import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { customerSessions } from "@/db/schema/customers";
import { adminRoles, adminSessions, admins } from "@/db/schema/team";
import { provideEnv } from "@/server/core/env";
import { newId } from "@/server/core/ids";
import { createCustomerSession, viewAsCustomer } from "@/server/domains/customers";
import { updateSettingsGroup } from "@/server/domains/settings";
import { createAdmin, findSessionAdmin } from "@/server/domains/team";
import {
  needsFreshFactor,
  OPERATOR_PERMISSIONS,
  type Permission,
  permissionsOf,
} from "@/server/rules/permissions";
import { aCustomer, aPlan, aPurchase } from "@/server/testing/builders";
import { panelShop } from "@/server/testing/panel-shop";
import { readAccessToken } from "../auth/access-token";
import { adminActor } from "../auth/admin-session";
import { adminToken } from "../auth/testing/admin-cookie";
import { PROCEDURES } from "./access-table";
import { appRouter } from "./root";

/*
 * Every procedure as everybody. Who may gets any answer but a refusal; who may not gets the refusal, before
 * anything else is looked at: the input is empty on purpose.
 */

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
  headers: async () => new Headers(),
}));

const { ctx } = await panelShop();
// The world beyond this machine is away: what has no input and is let in may ask there, and fails at once.
const local = globalThis.fetch;
vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === "127.0.0.1"
    ? local(input, init)
    : Promise.reject(new TypeError("no network"));
});
provideEnv({ TELEGRAM_API_ROOT: "http://127.0.0.1:9" });

type Person = {
  name: string;
  may: readonly Permission[];
  /** Nothing at all, or what these cookies say; fresh ones each time, as procedures may end a session. */
  signIn: () => Promise<[cookie: string, value: string] | null>;
  operator?: true;
  /** Looks at a customer's app: may read what they may, and change nothing. */
  readOnly?: true;
  /** Showed the second factor too long ago. */
  stale?: true;
  /** Has none, where their role asks for one. */
  mustEnrol?: true;
};

const now = { createdAt: ctx.clock(), updatedAt: ctx.clock() };
await ctx.db.insert(adminRoles).values([
  {
    id: "rol_odd",
    name: "Odd",
    permissions: ["promocodes.read", "cabinet.own", "a.permission.of.yesterday"],
    ...now,
  },
  { id: "rol_gone", name: "Gone", permissions: ["customers.read"], ...now },
]);
const anOperator = async (role: string): Promise<string> => {
  const email = `${newId("admin")}@example.com`;
  const { id } = await createAdmin(ctx, { email, name: role, password: "long enough 1", role });
  return id;
};
const operator = async (
  name: string,
  role: string,
  may: readonly Permission[],
  more: Partial<Person> = {},
): Promise<Person> => {
  const id = await anOperator(role);
  return {
    name,
    may,
    operator: true,
    signIn: async () => ["rezeis.session", await adminToken(id, { confirmed: !more.stale })],
    ...more,
  };
};
const outsider = async (name: string, end: (adminId: string) => Promise<unknown>) => {
  const id = await anOperator("owner");
  return {
    name,
    may: [],
    signIn: async (): Promise<[string, string]> => {
      const token = await adminToken(id);
      await end(id);
      return ["rezeis.session", token];
    },
  };
};

/** One role each, so that no procedure leans on what another permission happens to come with. */
const specialists = async (): Promise<Person[]> => {
  const all: Person[] = [];
  for (const permission of OPERATOR_PERMISSIONS) {
    const id = newId("role");
    await ctx.db.insert(adminRoles).values({ id, name: id, permissions: [permission], ...now });
    all.push(await operator(`only ${permission}`, id, [permission]));
  }
  return all;
};

const shopper = await aCustomer(ctx);
const guest = async (
  name: string,
  may: readonly Permission[],
  values: Partial<typeof customerSessions.$inferInsert>,
): Promise<Person> => ({
  name,
  may,
  signIn: async () => {
    const { token } = await createCustomerSession(ctx, { customerId: shopper, userAgent: name });
    if (Object.keys(values).length > 0) {
      await ctx.db.update(customerSessions).set(values).where(eq(customerSessions.userAgent, name));
    }
    return ["rezeis.customer", token];
  },
});

const viewerId = await anOperator("support");
/** An operator's view of the shopper's app, opened anew. */
async function viewer(): Promise<{ token: string }> {
  const claims = await readAccessToken(await adminToken(viewerId));
  const admin = claims && (await findSessionAdmin(ctx, claims));
  if (!admin) throw new Error("nobody is signed in");
  return viewAsCustomer({ ...ctx, actor: adminActor(admin) }, { customerId: shopper });
}

const people: Person[] = [
  { name: "nobody", may: [], signIn: async () => null },
  { name: "a forger", may: [], signIn: async () => ["rezeis.session", "not.a.token"] },
  await guest("a customer", permissionsOf("customer"), {}),
  await guest("a partner", permissionsOf("partner"), { scope: "partner" }),
  {
    name: "an operator as a customer",
    may: permissionsOf("customer"),
    readOnly: true,
    signIn: async () => ["rezeis.view", (await viewer()).token],
  },
  await operator("support", "support", permissionsOf("support")),
  await operator("an analyst", "analyst", permissionsOf("analyst")),
  await operator("an admin", "admin", permissionsOf("admin")),
  await operator("an owner", "owner", permissionsOf("owner")),
  await operator("an owner of yesterday", "owner", permissionsOf("owner"), { stale: true }),
  await operator("an analyst who must enrol", "analyst", permissionsOf("analyst"), {
    mustEnrol: true,
  }),
  await operator("a role with what is no operator's", "rol_odd", ["promocodes.read"]),
  await operator("a role that is gone", "rol_gone", []),
  ...(await specialists()),
  await outsider("a disabled owner", (id) =>
    ctx.db.update(admins).set({ disabledAt: ctx.clock() }).where(eq(admins.id, id)),
  ),
  await outsider("an owner whose session was ended", (id) =>
    ctx.db.update(adminSessions).set({ endedAt: ctx.clock() }).where(eq(adminSessions.adminId, id)),
  ),
];

await ctx.db.delete(adminRoles).where(eq(adminRoles.id, "rol_gone"));

type Kind = "query" | "mutation" | "subscription";
const procedures = Object.entries(appRouter._def.procedures) as unknown as [
  string,
  { _def: { type: Kind } },
][];

type Answer = { result?: { data: { json: Record<string, unknown> } } };
type Refusal = { error?: { json: { data: { code: string; app: { code: string } } } } };

async function ask(path: string, kind: Kind, input = "{}"): Promise<Refusal & Answer> {
  const url = `http://localhost/api/trpc/${path}`;
  const headers = { "content-type": "application/json" };
  const answer =
    kind === "mutation"
      ? await POST(new Request(url, { method: "POST", headers, body: input }))
      : await GET(new Request(`${url}?input=${encodeURIComponent(input)}`));
  return (await answer.json()) as Refusal & Answer;
}

/** The refusal this person must get; null when they are let in. */
function expected(person: Person, path: string, kind: Kind): string | null {
  const access = PROCEDURES[path];
  if (access === undefined || access === "public") return null;
  if (access === "signed-in" || access === "signed-in-fresh") {
    if (!person.operator) return "UNAUTHORIZED";
    return person.stale && access === "signed-in-fresh" ? "fresh_factor_needed" : null;
  }
  if (access === "enrolled") {
    if (!person.operator) return "UNAUTHORIZED";
    return person.mustEnrol ? "second_factor_required" : null;
  }
  const own = access === "cabinet.own" || access === "partner.own";
  const known = person.operator ? !own : own && person.may.length > 0;
  if (!known) return "UNAUTHORIZED";
  if (person.mustEnrol) return "second_factor_required";
  if (!person.may.includes(access)) return "FORBIDDEN";
  if (person.readOnly && kind !== "query") return "read_only_view";
  if (person.stale && needsFreshFactor(access)) return "fresh_factor_needed";
  return null;
}

const REFUSALS = ["UNAUTHORIZED", "FORBIDDEN"];

describe("every procedure", () => {
  it("is in the table, and nothing else is", () => {
    expect(Object.keys(PROCEDURES).sort()).toEqual(procedures.map(([path]) => path).sort());
  });
});

describe.each(people)("$name", (person) => {
  it("is let in where the table says so, and nowhere else", async () => {
    await updateSettingsGroup(ctx, {
      id: "team",
      values: { secondFactorAnalyst: person.mustEnrol ?? false },
    });
    const surprises: string[] = [];
    for (const [path, { _def }] of procedures) {
      jar.clear();
      const cookie = await person.signIn();
      if (cookie) jar.set(...cookie);
      const { error } = await ask(path, _def.type);
      const { code = "", app } = error?.json.data ?? {};
      const got = !REFUSALS.includes(code) ? null : app?.code;
      const wanted = expected(person, path, _def.type);
      // One's own account asks inside, after it has read what is wanted.
      const unread = wanted === "fresh_factor_needed" && code === "BAD_REQUEST";
      const same =
        wanted === null
          ? got === null
          : unread || wanted === code || (code === "FORBIDDEN" && got === wanted);
      if (!same) surprises.push(`${path}: wanted ${wanted ?? "in"}, got ${code}/${got ?? "in"}`);
    }
    expect(surprises).toEqual([]);
  }, 60_000);
});

describe("a person's page", () => {
  const seenBy = async (name: string) => {
    jar.clear();
    const cookie = await people.find((person) => person.name === name)?.signIn();
    if (cookie) jar.set(...cookie);
    const input = JSON.stringify({ json: { customerId: shopper } });
    const { result } = await ask("admin.customers.get", "query", input);
    const { worth = null, subscriptions = [] } = (result?.data.json ?? {}) as {
      worth?: object | null;
      subscriptions?: object[];
    };
    return [worth !== null, subscriptions.length];
  };

  it("has what they bought and their subscriptions for those who may see them", async () => {
    await aPurchase(ctx, { customerId: shopper, plan: await aPlan(ctx) });
    expect(await seenBy("support")).toEqual([true, 1]);
    expect(await seenBy("only customers.read")).toEqual([false, 0]);
  });
});
