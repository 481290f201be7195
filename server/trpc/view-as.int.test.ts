import { eq } from "drizzle-orm";
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE, POST as openView } from "@/app/api/miniapp/view/route";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { GET as followLink } from "@/app/r/[code]/route";
import { customerSessions, customers } from "@/db/schema/customers";
import { adminRoles, adminSessions, admins } from "@/db/schema/team";
import { newId } from "@/server/core/ids";
import { createCustomerSession } from "@/server/domains/customers";
import { addPartner } from "@/server/domains/partners";
import { provisionSubscription } from "@/server/domains/remnawave";
import { createAdmin } from "@/server/domains/team";
import { aCustomer, anOrder, aPlan } from "@/server/testing/builders";
import { panelShop } from "@/server/testing/panel-shop";
import { adminToken } from "../auth/testing/admin-cookie";
import { appRouter } from "./root";

/* An operator looks at a customer's Mini App: everything is shown, and nothing at all is changed by it. */

const jar = vi.hoisted(() => new Map<string, string>());
const said = vi.hoisted(() => new Headers());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: ({ name, value }: { name: string; value: string }) =>
      value ? jar.set(name, value) : jar.delete(name),
  }),
  headers: async () => said,
}));

const { ctx, db, sql, grant, grantOf } = await panelShop();
const plan = await aPlan(ctx);
const shopper = await aCustomer(ctx, { firstName: "Shopper" });
const own = await aCustomer(ctx, { firstName: "Operator" });
const { subscriptionId } = await grant(grantOf(shopper));
await provisionSubscription(ctx, { subscriptionId });
await addPartner(ctx, { customerId: shopper, reason: "brings friends" });
const order = await anOrder(ctx, { customerId: shopper, plan });

const anOperator = async (role: string): Promise<string> => {
  const email = `${newId("admin")}@example.com`;
  return (await createAdmin(ctx, { email, name: role, password: "long enough 1", role })).id;
};
const support = await anOperator("support");

async function ask(path: string, kind: string, input: object = {}) {
  const url = `http://localhost/api/trpc/${path}`;
  const body = JSON.stringify({ json: input });
  const headers = { "content-type": "application/json" };
  const answer =
    kind === "mutation"
      ? await POST(new Request(url, { method: "POST", headers, body }))
      : await GET(new Request(`${url}?input=${encodeURIComponent(body)}`));
  return (await answer.json()) as {
    result?: { data: { json: Record<string, unknown> } };
    error?: { json: { data: { app: { code: string } } } };
  };
}
const codeOf = async (path: string, kind: string, input?: object) =>
  (await ask(path, kind, input)).error?.json.data.app.code ?? null;

const request = (method: string, body?: object) =>
  new Request("http://localhost/api/miniapp/view", {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });

/** What the button on the customer's page does, in the browser that `jar` is. */
async function look(adminId = support, customerId = shopper): Promise<number> {
  jar.set("rezeis.session", await adminToken(adminId));
  const { result } = await ask("admin.customers.viewAs", "mutation", { customerId });
  return (await openView(request("POST", { token: result?.data.json.token ?? "" }))).status;
}
const whoIsSeen = async () =>
  (await ask("miniapp.customer.me", "query")).result?.data.json.firstName ?? null;
/** The newest entry of the log before the test. */
let heard = "0";
const audited = () =>
  sql<{ action: string; actor: string }[]>`
    select action, actor_id as actor from audit_log
    where action like 'customers.%iewAs' and subject_id = ${shopper} and seq > ${heard}
    order by seq`;

beforeEach(async () => {
  jar.clear();
  said.delete("x-rezeis-view");
  const [last] = await sql<{ seq: string }[]>`select coalesce(max(seq), 0) as seq from audit_log`;
  heard = last?.seq ?? "0";
  await db.delete(customerSessions);
});

const procedures = (
  Object.entries(appRouter._def.procedures) as unknown as [string, { _def: { type: string } }][]
).filter(([path]) => path.startsWith("miniapp."));

/** Inputs that let every query get to its end. */
const INPUTS: Record<string, object> = {
  "miniapp.orders.ways": { kind: "new", planId: plan.id, durationId: plan.durations[0]?.id },
  "miniapp.orders.progress": { orderId: order.id },
};

/** Every row of every table, told by the transaction that wrote it. */
async function everything(): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await sql<{ print: string }[]>`
      select count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) as print from ${sql(name)}`;
    all[name] = row?.print ?? "";
  }
  return all;
}

describe("a view", () => {
  it("shows what the customer sees, beside the session this browser has of its own", async () => {
    const { token } = await createCustomerSession(ctx, { customerId: own, userAgent: "" });
    jar.set("rezeis.customer", token);
    expect(await whoIsSeen()).toBe("Operator");
    expect(await look()).toBe(200);
    expect(await whoIsSeen()).toBe("Shopper");
    expect((await DELETE(request("DELETE"))).status).toBe(200);
    expect(await whoIsSeen()).toBe("Operator");
    expect(jar.get("rezeis.customer")).toBe(token);
  });

  it("refuses every change with the same words", async () => {
    await look();
    const changes = procedures.filter(([, { _def }]) => _def.type === "mutation");
    expect(changes.length).toBeGreaterThan(12);
    const before = await everything();
    for (const [path] of changes) {
      expect([path, await codeOf(path, "mutation")]).toEqual([path, "read_only_view"]);
    }
    expect(await everything()).toEqual(before);
  });

  it("writes nothing with any query", async () => {
    await look();
    const before = await everything();
    const refused: string[] = [];
    for (const [path, { _def }] of procedures) {
      if (_def.type !== "query") continue;
      const code = await codeOf(path, "query", INPUTS[path] ?? { subscriptionId });
      if (code) refused.push(`${path}: ${code}`);
    }
    expect(await everything()).toEqual(before);
    // Whoever has not said where their payouts go cannot ask what one would cost.
    expect(refused).toEqual(["miniapp.partners.quote: payout_method_missing"]);
    const [person] = await db.select().from(customers).where(eq(customers.id, shopper));
    expect(person?.lastSeenAt).toBeNull();
  });

  it("counts no click on the customer's invitation", async () => {
    await look();
    const before = await everything();
    const link = new NextRequest(`http://localhost/r/${shopper.toUpperCase()}`, {
      headers: { cookie: `rezeis.view=${jar.get("rezeis.view")}`, "user-agent": "Mozilla/5.0" },
    });
    await followLink(link, { params: Promise.resolve({ code: shopper.toUpperCase() }) });
    expect(await everything()).toEqual(before);
  });

  it("is written down when it begins and when it ends", async () => {
    await look();
    await DELETE(request("DELETE"));
    expect(await audited()).toEqual([
      { action: "customers.viewAs", actor: support },
      { action: "customers.endViewAs", actor: support },
    ]);
  });

  it("ends the one before it in the same session", async () => {
    const session = await adminToken(support);
    jar.set("rezeis.session", session);
    const tokens: unknown[] = [];
    for (const customerId of [shopper, own]) {
      const { result } = await ask("admin.customers.viewAs", "mutation", { customerId });
      tokens.push(result?.data.json.token);
    }
    expect((await openView(request("POST", { token: tokens[0] as string }))).status).toBe(401);
    expect((await audited()).map(({ action }) => action)).toEqual([
      "customers.viewAs",
      "customers.endViewAs",
    ]);
  });
});

describe("a view is over", () => {
  it("after half an hour", async () => {
    await look();
    const [row] = await db.select().from(customerSessions);
    const lasts = (row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0);
    expect(Math.round(lasts / 60_000)).toBe(30);
    await db.update(customerSessions).set({ expiresAt: ctx.clock() });
    expect(await whoIsSeen()).toBeNull();
  });

  it("when the operator's session is", async () => {
    await look();
    expect(await whoIsSeen()).toBe("Shopper");
    await db.update(adminSessions).set({ endedAt: ctx.clock() });
    expect(await whoIsSeen()).toBeNull();
  });

  it.each(["customers.impersonate", "subscriptions.read"] as const)(
    "when the operator's role loses %s",
    async (lost) => {
      const id = newId("role");
      const permissions = ["customers.read", "customers.impersonate", "subscriptions.read"];
      const now = { createdAt: ctx.clock(), updatedAt: ctx.clock() };
      await db.insert(adminRoles).values({ id, name: id, permissions, ...now });
      await look(await anOperator(id));
      expect(await whoIsSeen()).toBe("Shopper");
      const left = permissions.filter((permission) => permission !== lost);
      await db.update(adminRoles).set({ permissions: left }).where(eq(adminRoles.id, id));
      expect(await whoIsSeen()).toBeNull();
    },
  );

  it("when the operator is disabled, or the customer suspended", async () => {
    const operator = await anOperator("support");
    await look(operator);
    await db.update(customers).set({ suspendedAt: ctx.clock() }).where(eq(customers.id, shopper));
    expect(await whoIsSeen()).toBeNull();
    await db.update(customers).set({ suspendedAt: null }).where(eq(customers.id, shopper));
    expect(await whoIsSeen()).toBe("Shopper");
    await db.update(admins).set({ disabledAt: ctx.clock() }).where(eq(admins.id, operator));
    expect(await whoIsSeen()).toBeNull();
  });

  it("and a page of it that is still open acts for nobody, not for the browser's own customer", async () => {
    const { token } = await createCustomerSession(ctx, { customerId: own, userAgent: "" });
    jar.set("rezeis.customer", token);
    said.set("x-rezeis-view", "1");
    expect(await codeOf("miniapp.trials.start", "mutation")).toBe("read_only_view");
  });
});

describe("no view", () => {
  it("is for whoever may not see subscriptions, whose links are in it", async () => {
    const id = newId("role");
    const now = { createdAt: ctx.clock(), updatedAt: ctx.clock() };
    const permissions = ["customers.read", "customers.impersonate"];
    await db.insert(adminRoles).values({ id, name: id, permissions, ...now });
    jar.set("rezeis.session", await adminToken(await anOperator(id)));
    const input = { customerId: shopper };
    expect(await codeOf("admin.customers.viewAs", "mutation", input)).toBe("forbidden");
  });

  it("is there of somebody who is shut out", async () => {
    const customerId = await aCustomer(ctx, { suspendedAt: ctx.clock() });
    jar.set("rezeis.session", await adminToken(support));
    expect(await codeOf("admin.customers.viewAs", "mutation", { customerId })).toBe(
      "nothing_to_view",
    );
  });

  it("comes of a customer's own token, nor a session of a view's", async () => {
    const { token } = await createCustomerSession(ctx, { customerId: own, userAgent: "" });
    expect((await openView(request("POST", { token }))).status).toBe(401);
    await look();
    jar.set("rezeis.customer", jar.get("rezeis.view") ?? "");
    jar.delete("rezeis.view");
    expect(await whoIsSeen()).toBeNull();
  });
});
