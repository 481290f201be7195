import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { admins } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { type Ctx, inTransaction, systemContext } from "@/server/core/context";
import { exportReport } from "@/server/domains/analytics";
import { permissionsOf } from "@/server/rules/permissions";
import { listAudit, recordAudit } from ".";

const { db } = await testDatabase();
const NOW = new Date("2026-11-23T12:00:00Z");
const ctx: Ctx = { ...systemContext("test", { db }), clock: () => NOW };

await db
  .insert(admins)
  .values({ id: "adm_1", email: "o@example.com", name: "Olga", passwordHash: "x", role: "admin" });
const olga: Ctx["actor"] = {
  type: "admin",
  id: "adm_1",
  name: "Olga",
  permissions: permissionsOf("admin"),
  session: { id: "ses_7", address: "203.0.113.9", freshUntil: null },
};

const note = (by: Ctx, action: string, type: string, id: string, after: unknown = {}) =>
  inTransaction(by, (tx) => recordAudit(tx, { action, subject: { type, id }, after }));
const daysAgo = (days: number): Ctx => ({
  ...ctx,
  clock: () => new Date(NOW.getTime() - days * 86_400_000),
});

await note(daysAgo(40), "orders.paid", "order", "ord_1");
await note(daysAgo(3), "customers.suspend", "customer", "cus_1");
await note({ ...ctx, actor: olga }, "catalog.createPlan", "plan", "pln_1", {
  name: "Basic",
  token: "planted-secret-1",
  nested: [{ webhookSecret: "planted-secret-2", password: "planted-secret-3" }],
  passwordHash: "planted-secret-4",
  key: "[changed]",
});

const found = async (input: Parameters<typeof listAudit>[1]) =>
  (await listAudit(ctx, input)).rows.map(({ action }) => action);

describe("the audit log", () => {
  it.each([
    ["all", {}, ["catalog.createPlan", "customers.suspend", "orders.paid"]],
    ["an id", { q: "cus_1" }, ["customers.suspend"]],
    ["who did it, by a part of the name", { q: "olg" }, ["catalog.createPlan"]],
    ["a session", { sessionId: "ses_7" }, ["catalog.createPlan"]],
    ["words", { q: "оплачен", named: ["orders.paid"] }, ["orders.paid"]],
    ["an area", { action: "orders." }, ["orders.paid"]],
    ["what it is about", { subjectType: "plan" as const }, ["catalog.createPlan"]],
    ["a period", { days: 7 }, ["catalog.createPlan", "customers.suspend"]],
    ["something else", { q: "%" }, []],
  ])("is found by %s", async (_what, input, actions) => {
    expect(await found(input)).toEqual(actions);
  });

  it("never keeps what is named like a secret, however deep", async () => {
    const [{ after, address, sessionId } = {}] = (await listAudit(ctx, {})).rows;
    expect(JSON.stringify(after)).not.toContain("planted-secret");
    expect(after).toMatchObject({ name: "Basic", token: "[hidden]", key: "[changed]" });
    expect([address, sessionId]).toEqual(["203.0.113.9", "ses_7"]);
  });

  it("leaves as a file, filtered as it was seen, for those who may export it", async () => {
    const input = { report: "audit", format: "csv" as const, filters: { subjectType: "plan" } };
    const file = await text((await exportReport({ ...ctx, actor: olga }, input)).stream);
    expect(file.split("\r\n")).toHaveLength(3);
    expect(file).toContain("catalog.createPlan,admin,adm_1,Olga,plan,pln_1");
    const reader = { ...olga, permissions: ["audit.read" as const] };
    await expect(exportReport({ ...ctx, actor: reader }, input)).rejects.toMatchObject({
      details: { permission: "audit.export" },
    });
  });
});
