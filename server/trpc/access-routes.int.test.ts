import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { newId } from "@/server/core/ids";
import { REPORTS } from "@/server/domains/analytics";
import { createCustomerSession } from "@/server/domains/customers";
import { createAdmin } from "@/server/domains/team";
import { permissionsOf } from "@/server/rules/permissions";
import { aCustomer } from "@/server/testing/builders";
import { panelShop } from "@/server/testing/panel-shop";
import { adminToken } from "../auth/testing/admin-cookie";
import { EXPORTS, ROUTES } from "./access-table";

/* What the route handlers answer to whom the table does not let in. */

const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: () => {},
  }),
  headers: async () => new Headers(),
}));

const { ctx } = await panelShop();
const ROLES = ["support", "analyst", "admin", "owner"] as const;
const ids = Object.fromEntries(
  await Promise.all(
    ROLES.map(async (role) => {
      const email = `${newId("admin")}@example.com`;
      const made = await createAdmin(ctx, { email, name: role, password: "long enough 1", role });
      return [role, made.id] as const;
    }),
  ),
);
const customerId = await aCustomer(ctx);

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
type Module = Partial<Record<"GET" | "POST" | "PUT", Handler>>;

const app = path.resolve(import.meta.dirname, "../../app");
const handlers = async (route: string): Promise<[string, Handler][]> => {
  const module: Module = await import(path.join(app, route, "route.ts"));
  return Object.entries(module).filter(([name]) => /^[A-Z]+$/.test(name));
};

async function ask(
  route: string,
  method: string,
  handler: Handler,
  params = {},
  said: Record<string, string> = {},
) {
  const init = method === "GET" ? { method } : { method, body: "{}" };
  const headers = { "content-type": "application/json", host: "localhost", ...said };
  const request = new Request(`http://localhost/${route}`, { ...init, headers });
  return handler(request, { params: Promise.resolve(params) });
}

async function signInAs(who: (typeof ROLES)[number] | "customer" | null): Promise<void> {
  jar.clear();
  if (who === "customer") {
    const { token } = await createCustomerSession(ctx, { customerId, userAgent: "" });
    jar.set("rezeis.customer", token);
  } else if (who) jar.set("rezeis.session", await adminToken(ids[who] ?? ""));
}

const closed = Object.entries(ROUTES).filter(([, access]) =>
  ["operator", "person", "signed", "token"].includes(access),
);
const PARAMS = { report: "customers", gateway: "demo", nextauth: ["session"], customer: "cus_1" };

describe("to nobody", () => {
  it.each(closed)("%s is closed (%s)", async (route) => {
    await signInAs(null);
    for (const [method, handler] of await handlers(route)) {
      const { status } = await ask(route, method, handler, PARAMS);
      expect([400, 401, 403, 404, 412], `${method} ${status}`).toContain(status);
    }
  });
});

describe("to a page of another site, with its visitor's cookies", () => {
  const FOREIGN = [
    ["origin", "https://evil.example"],
    ["sec-fetch-site", "cross-site"],
  ] as const;
  /** Who signs a request needs no browser; the demo's own doors open on a play world. */
  const forBrowsers = Object.entries(ROUTES).filter(
    ([, access]) => access !== "signed" && access !== "demo",
  );

  it.each(forBrowsers)("%s changes nothing", async (route) => {
    await signInAs("owner");
    const params = { ...PARAMS, nextauth: ["callback", "credentials"], trpc: "admin.team.invite" };
    for (const [method, handler] of await handlers(route)) {
      if (method === "GET") continue;
      for (const [name, value] of FOREIGN) {
        const response = await ask(route, method, handler, params, { [name]: value });
        const { error } = await response.json();
        expect([method, response.status, error]).toEqual([method, 403, "cross_site"]);
      }
    }
  });
});

describe("exports", () => {
  it("are all in the table", () => {
    expect(Object.keys(EXPORTS).sort()).toEqual([...REPORTS].sort());
  });

  const [route] = Object.entries(ROUTES).find(([, access]) => access === "operator") ?? [""];

  it.each(Object.entries(EXPORTS))("%s for whoever has %s", async (report, permission) => {
    const [[method, handler] = ["GET", null]] = await handlers("api/exports/[report]");
    if (!handler) throw new Error(`no handler in ${route}`);
    for (const who of ROLES) {
      await signInAs(who);
      const { status } = await ask(`api/exports/${report}`, method, handler, { report });
      expect([who, status]).toEqual([who, permissionsOf(who).includes(permission) ? 200 : 403]);
    }
    await signInAs("customer");
    expect((await ask(route, method, handler, { report })).status).toBe(401);
  });
});
