import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settings, settingsHistory } from "@/db/schema/settings";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { provideEnv } from "@/server/core/env";
import { listPaymentMethods } from "@/server/domains/payments";
import {
  getSettingsGroup,
  getSetupChecklist,
  listSettingsGroups,
  listSettingsHistory,
  revertSettings,
  updateSettingsGroup,
} from ".";

/* The encryption key is gone: what it sealed is lost, and nothing else is. */

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const OLD = "0123456789abcdef".repeat(4);
const NEW = "fedcba9876543210".repeat(4);
const id = "gateway.yookassa";
const keyIs = (key: string) => provideEnv({ ENCRYPTION_KEY: key, ENCRYPTION_KEYS_OLD: "" });

beforeEach(async () => {
  await db.delete(settingsHistory);
  await db.delete(settings);
  keyIs(OLD);
  const values = { shopId: "100500", secretKey: "test_first" };
  await updateSettingsGroup(ctx, { id, values });
  keyIs(NEW);
});
afterEach(() => keyIs(OLD));

const sealed = async () =>
  (await db.select().from(settings).where(eq(settings.id, id)))[0]?.sealed ?? null;

test("the pages open, and say which secrets cannot be read; the shop sells by what is left", async () => {
  const groups = await listSettingsGroups(ctx);
  expect(groups.filter(({ unreadable }) => unreadable).map((group) => group.id)).toEqual([id]);
  expect(await getSettingsGroup(ctx, { id })).toMatchObject({
    values: { shopId: "100500" },
    secrets: { secretKey: { set: false } },
  });
  expect((await listSettingsHistory(ctx, { id })).rows).toHaveLength(1);
  expect((await listPaymentMethods(ctx)).map(({ gateway }) => gateway)).not.toContain("yookassa");
  expect((await getSetupChecklist(ctx)).length).toBeGreaterThan(3);
});

test("a change of anything else keeps them for the day the key is found", async () => {
  await updateSettingsGroup(ctx, { id, values: { shopId: "100501", secretKey: "" } });
  keyIs(OLD);
  expect(await getSettingsGroup(ctx, { id })).toMatchObject({
    values: { shopId: "100501" },
    secrets: { secretKey: { set: true } },
    unreadable: false,
  });
});

test("what is entered anew takes their place; taken back, they wait for their key again", async () => {
  const lost = await sealed();
  await updateSettingsGroup(ctx, { id, values: { secretKey: "test_second" } });
  expect(await sealed()).not.toBe(lost);
  expect(await getSettingsGroup(ctx, { id })).toMatchObject({
    secrets: { secretKey: { set: true } },
    unreadable: false,
  });
  const [{ id: changeId } = { id: 0 }] = (await listSettingsHistory(ctx, { id })).rows;

  await revertSettings(ctx, { changeId, seen: changeId });
  expect(await getSettingsGroup(ctx, { id })).toMatchObject({ unreadable: true });
  keyIs(OLD);
  expect(await getSettingsGroup(ctx, { id })).toMatchObject({ unreadable: false });
});
