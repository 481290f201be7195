import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { settings } from "@/db/schema/settings";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { remnawaveSettings } from "@/server/domains/remnawave";
import { getSettingsGroup, listSettingsGroups, updateSettingsGroup } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const id = "remnawave";
const SECRET = "a-token-nobody-may-see";

beforeEach(async () => {
  await db.delete(settings);
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
