import { expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { permissionsOf } from "@/server/rules/permissions";
import { dismissAlert, listAlerts, raiseAlert, reopenAlert } from ".";

const { sql, db } = await testDatabase();
const ctx = systemContext("test", { db });
const as = (role: "admin" | "analyst") => ({
  ...ctx,
  actor: { type: "admin" as const, id: "adm_1", name: role, permissions: permissionsOf(role) },
});
const raise = () =>
  raiseAlert(ctx, { kind: "payment_held", key: "pay_1", severity: "warning", details: {} });
const open = async () => (await listAlerts(as("admin"))).map(({ seq }) => seq);

it("an alert that was put away by mistake comes back, once, for whoever may put it away", async () => {
  await raise();
  const [seq = 0] = await open();
  await dismissAlert(as("admin"), { seq });
  expect(await open()).toEqual([]);

  await expect(reopenAlert(as("analyst"), { seq })).rejects.toMatchObject({ kind: "forbidden" });
  await reopenAlert(as("admin"), { seq });
  await reopenAlert(as("admin"), { seq });
  expect(await open()).toEqual([seq]);
  expect(
    await sql`select action from audit_log where action = 'monitoring.reopenAlert'`,
  ).toHaveLength(1);
});

it("an alert whose cause was seen again stays the one that is open", async () => {
  const [old = 0] = await open();
  await dismissAlert(as("admin"), { seq: old });
  await raise();
  const [again = 0] = await open();
  expect(again).not.toBe(old);
  await reopenAlert(as("admin"), { seq: old });
  expect(await open()).toEqual([again]);
});
