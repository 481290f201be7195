import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { settings, settingsHistory } from "@/db/schema/settings";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { remnawaveSettings } from "@/server/domains/remnawave";
import { permissionsOf } from "@/server/rules/permissions";
import {
  getSettingsGroup,
  listSettingsGroups,
  listSettingsHistory,
  revertSettings,
  updateSettingsGroup,
} from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const id = "remnawave";
const SECRET = "a-token-nobody-may-see";

beforeEach(async () => {
  await db.delete(settings);
  await db.delete(settingsHistory);
});

test("a secret goes in and never comes out: not by the form, not by the audit log, not by the table", async () => {
  const group = await updateSettingsGroup(ctx, {
    id,
    values: { host: "panel.example.com", token: SECRET },
  });
  expect(group.values).toMatchObject({ host: "panel.example.com", syncIntervalMinutes: 5 });
  expect(group.secrets).toMatchObject({ token: { set: true }, webhookSecret: { set: false } });
  const stored = await db.select().from(settings);
  const audited = await db.select().from(auditLog);
  expect(JSON.stringify([group, stored, audited])).not.toContain(SECRET);
  expect(audited[0]?.after).toMatchObject({ host: "panel.example.com", token: "[changed]" });
  expect((await readSettings(ctx, remnawaveSettings)).token).toBe(SECRET);
});

test("a blank secret keeps the stored one, null removes it", async () => {
  await updateSettingsGroup(ctx, { id, values: { token: SECRET } });
  await updateSettingsGroup(ctx, { id, values: { token: "", host: "other.example.com" } });
  expect(await readSettings(ctx, remnawaveSettings)).toMatchObject({
    token: SECRET,
    host: "other.example.com",
  });
  await updateSettingsGroup(ctx, { id, values: { token: null } });
  expect((await readSettings(ctx, remnawaveSettings)).token).toBe("");
});

test("a value the schema refuses names its field and changes nothing", async () => {
  await expect(
    updateSettingsGroup(ctx, { id, values: { syncIntervalMinutes: 0, host: "x" } }),
  ).rejects.toMatchObject({ code: "invalid_input", details: { field: "syncIntervalMinutes" } });
  await expect(updateSettingsGroup(ctx, { id, values: { nonsense: 1 } })).rejects.toMatchObject({
    details: { field: "nonsense" },
  });
  expect(await db.select().from(settings)).toEqual([]);
});

test.each([
  ["email", "host", "10.0.0.7"],
  ["telegram", "apiRoot", "http://169.254.169.254/latest"],
  ["gateway.yookassa", "baseUrl", "http://[::1]:6379/v3"],
])("%s may not name an address of the own network, the panel may", async (group, field, value) => {
  await expect(
    updateSettingsGroup(ctx, { id: group, values: { [field]: value } }),
  ).rejects.toMatchObject({ code: "private_address", details: { field } });
  expect(await db.select().from(settings)).toEqual([]);
  await updateSettingsGroup(ctx, { id, values: { host: "10.0.0.7" } });
});

test("a value equal to the default is not stored, so the environment keeps its say", async () => {
  await updateSettingsGroup(ctx, { id, values: { syncIntervalMinutes: 30 } });
  await updateSettingsGroup(ctx, { id, values: { syncIntervalMinutes: 5 } });
  const [row] = await db.select().from(settings).where(eq(settings.id, id));
  expect(row?.value).toEqual({});
});

test("every group can be described and read", async () => {
  const groups = await listSettingsGroups(ctx);
  expect(groups.length).toBeGreaterThan(2);
  for (const group of groups) {
    expect(await getSettingsGroup(ctx, { id: group.id })).toEqual(group);
    expect(group.fields.length).toBeGreaterThan(0);
    for (const { name, secret } of group.fields) {
      expect(name in (secret ? group.secrets : group.values)).toBe(true);
    }
  }
});

describe("the history of a group", () => {
  const open = async () => (await listSettingsHistory(ctx, { id })).rows;

  test("says who changed what, never a secret, and leads back step by step", async () => {
    await updateSettingsGroup(ctx, { id, values: { host: "one.example.com", token: SECRET } });
    await updateSettingsGroup(ctx, { id, values: { host: "two.example.com", token: "another" } });
    const [second, first] = await open();
    expect(second).toMatchObject({
      by: null,
      secrets: ["token"],
      fields: [{ name: "host", before: "one.example.com", after: "two.example.com" }],
    });
    expect(first?.fields).toEqual([{ name: "host", before: null, after: "one.example.com" }]);
    expect(JSON.stringify(await db.select().from(settingsHistory))).not.toContain(SECRET);

    await revertSettings(ctx, { changeId: second?.id ?? 0, seen: second?.id ?? 0 });
    expect(await readSettings(ctx, remnawaveSettings)).toMatchObject({
      host: "one.example.com",
      token: SECRET,
    });
    const [back] = await open();
    await revertSettings(ctx, { changeId: back?.id ?? 0, seen: back?.id ?? 0 });
    expect((await readSettings(ctx, remnawaveSettings)).token).toBe("another");
  });

  test("says what taking back would change now, later changes included", async () => {
    await updateSettingsGroup(ctx, { id, values: { host: "one.example.com" } });
    await updateSettingsGroup(ctx, { id, values: { port: 8443, token: SECRET } });
    await updateSettingsGroup(ctx, { id, values: { host: "two.example.com" } });
    const [newest, second, first] = await open();
    const host = { name: "host", before: "two.example.com", after: "one.example.com" };
    expect(newest?.back).toEqual({ fields: [host], secrets: [] });
    const port = { name: "port", before: "8443", after: null };
    expect(second?.back).toEqual({ fields: [host, port], secrets: ["token"] });
    expect(first?.back).toEqual({ fields: [{ ...host, after: null }, port], secrets: ["token"] });
  });

  test("takes nothing back that was not seen as it is now", async () => {
    await updateSettingsGroup(ctx, { id, values: { host: "one.example.com" } });
    const [seen] = await open();
    await updateSettingsGroup(ctx, { id, values: { host: "by-a-colleague.example.com" } });
    const revert = { changeId: seen?.id ?? 0, seen: seen?.id ?? 0 };
    await expect(revertSettings(ctx, revert)).rejects.toMatchObject({ code: "settings_changed" });
    expect(await readSettings(ctx, remnawaveSettings)).toMatchObject({
      host: "by-a-colleague.example.com",
    });
    const [newest] = await open();
    await revertSettings(ctx, { ...revert, seen: newest?.id ?? 0 });
    expect((await readSettings(ctx, remnawaveSettings)).host).toBe("");
  });

  test("keeps nothing where nothing changed", async () => {
    await updateSettingsGroup(ctx, { id, values: { host: "same.example.com" } });
    const before = (await open()).length;
    await updateSettingsGroup(ctx, { id, values: { host: "same.example.com", token: "" } });
    expect(await open()).toHaveLength(before);
  });

  test("asks whoever has keys come back for a second factor shown lately", async () => {
    await updateSettingsGroup(ctx, { id, values: { token: SECRET } });
    const [change] = await open();
    const session = { id: "ses_1", address: "", freshUntil: null };
    const actor: Ctx["actor"] = {
      type: "admin",
      id: "adm_1",
      name: "A",
      permissions: permissionsOf("admin"),
      session,
    };
    for (const act of [
      () => revertSettings({ ...ctx, actor }, { changeId: change?.id ?? 0, seen: change?.id ?? 0 }),
      () => updateSettingsGroup({ ...ctx, actor }, { id, values: { token: "mine" } }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "fresh_factor_needed" });
    }
    await updateSettingsGroup({ ...ctx, actor }, { id, values: { host: "x.example.com" } });
    await expect(revertSettings(ctx, { changeId: 999_999, seen: 1 })).rejects.toMatchObject({
      kind: "not_found",
    });
  });
});
