import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { plans } from "@/db/schema/catalog";
import { settings } from "@/db/schema/settings";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { startDemoGateway } from "@/server/demo/gateway";
import { startDemoMail } from "@/server/demo/mail";
import { createAdmin } from "@/server/domains/team";
import { permissionsOf } from "@/server/rules/permissions";
import { aDuration, aPlan } from "@/server/testing/builders";
import { panelShop } from "@/server/testing/panel-shop";
import en from "../../i18n/messages/en/settings.json";
import { getSetupChecklist, testSetup, updateSettingsGroup } from ".";

/* What stands between a fresh installation and its first sale, each step tried for real. */

const { ctx, db, sql, squad } = await panelShop();
const mail = await startDemoMail();
afterAll(() => mail.stop());
const key = randomBytes(16).toString("hex");
const gateway = await startDemoGateway({
  sql,
  key,
  webhookUrl: () => "http://127.0.0.1:9/api/webhooks/payments/demo",
  publicBase: () => "http://127.0.0.1/pay",
  log: pino({ level: "silent" }),
});
afterAll(() => gateway.stop());

const as = (role: "admin" | "support"): Ctx => ({
  ...ctx,
  actor: { type: "admin", id: "adm_1", name: role, permissions: permissionsOf(role) },
});
const stepOf = async (id: string, at: Ctx = ctx) =>
  (await getSetupChecklist(at)).find((item) => item.id === id);
const letters = (values: object) =>
  updateSettingsGroup(ctx, {
    id: "email",
    values: {
      host: mail.host,
      port: mail.port,
      encryption: "none",
      from: "a@example.com",
      ...values,
    },
  });

beforeEach(async () => {
  await db.delete(settings);
  provideEnv({ DEMO_GATEWAY_URL: "", DEMO_GATEWAY_KEY: "" });
});
const openShop = () => provideEnv({ DEMO_GATEWAY_URL: gateway.url, DEMO_GATEWAY_KEY: key });

describe("the panel", () => {
  it("is connected, with its version and its nodes", async () => {
    expect(await testSetup(ctx, { id: "panel" })).toMatchObject({
      details: { version: expect.stringMatching(/^\d/) },
    });
  });

  it("says which step fails", async () => {
    await updateSettingsGroup(ctx, { id: "remnawave", values: { token: "another" } });
    expect(await testSetup(ctx, { id: "panel" })).toMatchObject({
      ok: false,
      code: "token_refused",
    });
    await updateSettingsGroup(ctx, {
      id: "remnawave",
      values: { host: "http://127.0.0.1:10", token: "another" },
    });
    expect(await testSetup(ctx, { id: "panel" })).toMatchObject({
      ok: false,
      code: "connection_refused",
    });
  });
});

describe("a plan", () => {
  it("is not there, has no price, cannot be paid, names a squad that is gone, and sells", async () => {
    const said = async () => (await testSetup(ctx, { id: "plan" })).code;
    expect(await said()).toBe("missing");
    const made = await aPlan(ctx, { internalSquads: [squad], durations: [aDuration(30, 10_000n)] });
    expect(await testSetup(ctx, { id: "plan" })).toEqual({
      ok: false,
      code: "not_payable",
      details: { plan: "Basic", currencies: "RUB" },
    });
    openShop();
    expect(await testSetup(ctx, { id: "plan" })).toEqual({
      ok: true,
      code: "ok",
      details: { plans: 1 },
    });
    const internalSquads = ["7f7f5f4a-6a8e-4f39-9d6b-000000000000"];
    await db.update(plans).set({ internalSquads }).where(eq(plans.id, made.id));
    expect(await said()).toBe("squad_gone");
  });
});

describe("a gateway", () => {
  it("is off, answers, and does not answer", async () => {
    expect(await testSetup(ctx, { id: "gateway" })).toMatchObject({ ok: false, code: "none_on" });
    openShop();
    expect(await testSetup(ctx, { id: "gateway" })).toMatchObject({ ok: true, code: "ok" });
    provideEnv({ DEMO_GATEWAY_URL: "http://127.0.0.1:9" });
    expect(await testSetup(ctx, { id: "gateway" })).toMatchObject({ ok: false, code: "failed" });
  });
});

describe("the mail server", () => {
  it("takes letters, or why it does not", async () => {
    const said = async () => (await testSetup(ctx, { id: "email" })).code;
    expect(await said()).toBe("email_not_configured");
    expect((await stepOf("email"))?.code).toBe("missing");
    await letters({});
    expect(await said()).toBe("ok");
    expect(mail.letters()).toEqual([]);
    await letters({ port: 9 });
    expect(await said()).toBe("refused");
    await letters({ host: "no-such-server.invalid" });
    expect(await said()).toBe("dns");
  });
});

describe("the list", () => {
  it("counts an owner without a second factor until every one has it", async () => {
    const { id } = await createAdmin(ctx, {
      email: "o@example.com",
      name: "O",
      password: "long enough 1",
      role: "owner",
    });
    expect(await stepOf("secondFactor")).toMatchObject({ done: false, code: "missing" });
    await db.update(admins).set({ totpConfirmedAt: ctx.clock() }).where(eq(admins.id, id));
    expect(await stepOf("secondFactor")).toMatchObject({ done: true, code: "ok" });
  });

  it("offers ways and tests only to who may go there", async () => {
    expect(await stepOf("panel", as("admin"))).toMatchObject({
      href: "/admin/settings?group=remnawave",
      testable: true,
    });
    expect(await stepOf("panel", as("support"))).toMatchObject({ href: null, testable: false });
    await expect(testSetup(as("support"), { id: "panel" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("has words for every state it can say", async () => {
    const words: Record<string, unknown> = en.checklist;
    for (const { id, code } of await getSetupChecklist(ctx)) {
      expect(words[id], `${id}.${code}`).toMatchObject({ [code]: expect.any(String) });
    }
  });
});
