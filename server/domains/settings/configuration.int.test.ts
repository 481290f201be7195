import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Ctx, systemContext } from "@/server/core/context";
import { listAddons, listPlans, saveAddon } from "@/server/domains/catalog";
import { createRole, listRoles } from "@/server/domains/team";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import { aPlan } from "@/server/testing/builders";
import { exportConfiguration, getSettingsGroup, importConfiguration, updateSettingsGroup } from ".";

const here = systemContext("test", { db: (await testDatabase()).db });
const there = systemContext("test", { db: (await testDatabase()).db });
const SECRET = "a-token-nobody-may-see";

const fileOf = async (ctx: Ctx) => (await exportConfiguration(ctx)).json;
/** Without what differs between any two files: the time, and ids of another shop. */
async function essence(ctx: Ctx) {
  const { exportedAt: _at, ...file } = JSON.parse(await fileOf(ctx));
  const names = new Map(
    file.plans.map((plan: { id: string; name: object }) => [plan.id, plan.name]),
  );
  const text = JSON.stringify(file, (key, value) =>
    key === "id" ? undefined : key === "planIds" ? value.map((id: string) => names.get(id)) : value,
  );
  return JSON.parse(text);
}

const basic = await aPlan(here, { name: { en: "Basic", ru: "Базовый" } });
await aPlan(here, { name: { en: "Family", ru: "Семейный" }, trafficLimitBytes: 2n ** 52n });
await saveAddon(here, {
  name: { en: "More", ru: "Ещё" },
  kind: "traffic",
  quantity: 1024n,
  recurring: true,
  planIds: [basic.id],
  prices: [{ currency: "RUB", amount: 5_000n }],
});
await updateSettingsGroup(here, {
  id: "remnawave",
  values: { syncIntervalMinutes: 7, token: SECRET },
});
await updateSettingsGroup(here, { id: "partners", values: { holdDays: 30, overrideRates: "7,3" } });
await createRole(here, {
  name: "Night shift",
  permissions: ["customers.read", "customers.message"],
});

describe("a configuration in a file", () => {
  it("makes a fresh shop the same, keys apart, and then has nothing left to change", async () => {
    const json = await fileOf(here);
    expect(json).not.toContain(SECRET);
    const dry = await importConfiguration(there, { json });
    expect(await listPlans(there)).toEqual([]);
    expect(dry.map(({ part, kind, name }) => `${part} ${kind} ${name}`)).toEqual([
      "settings changed remnawave",
      "settings changed partners",
      "plans new Basic",
      "plans new Family",
      "addons new More",
      "roles new Night shift",
    ]);
    expect(dry[0]?.fields).toEqual([{ name: "syncIntervalMinutes", before: "5", after: "7" }]);

    expect(await importConfiguration(there, { json, apply: true })).toEqual(dry);
    expect(await essence(there)).toEqual(await essence(here));
    expect(await importConfiguration(there, { json, apply: true })).toEqual([]);
    expect((await getSettingsGroup(there, { id: "remnawave" })).secrets.token?.set).toBe(false);
    const [family] = (await listPlans(there)).filter(({ name }) => name.en === "Family");
    expect(family?.trafficLimitBytes).toBe(2n ** 52n);
    const [plan] = await listPlans(there);
    expect((await listAddons(there))[0]?.planIds).toEqual([plan?.id]);
    expect((await listRoles(there)).some(({ name }) => name === "Night shift")).toBe(true);
  });

  it("comes back over what was changed since, and leaves what it does not name", async () => {
    const json = await fileOf(here);
    await updateSettingsGroup(here, { id: "partners", values: { holdDays: 1 } });
    const other = await aPlan(here, { name: { en: "Later", ru: "Позже" } });
    const changes = await importConfiguration(here, { json, apply: true });
    expect(changes).toEqual([
      expect.objectContaining({
        part: "settings",
        id: "partners",
        fields: [{ name: "holdDays", before: "1", after: "30" }],
      }),
    ]);
    expect((await listPlans(here)).map(({ id }) => id)).toContain(other.id);
    expect((await getSettingsGroup(here, { id: "remnawave" })).secrets.token?.set).toBe(true);
  });

  it.each([
    ["no JSON", "hello there", "configuration_unreadable"],
    ["something else", `{"a":1}`, "configuration_unreadable"],
    ["a later version", `{"format":"rezeis-configuration","version":2}`, "configuration_version"],
    ["half a file", `{"format":"rezeis-configuration","version":1}`, "configuration_unreadable"],
  ])("is refused in words where it is %s", async (_what, json, code) => {
    await expect(importConfiguration(there, { json, apply: true })).rejects.toMatchObject({ code });
  });

  it("carries no key in, and changes nothing where one part is refused", async () => {
    const file = JSON.parse(await fileOf(here));
    file.settings.remnawave.token = SECRET;
    await expect(
      importConfiguration(there, { json: JSON.stringify(file), apply: true }),
    ).rejects.toMatchObject({ code: "configuration_unreadable" });

    const before = await essence(there);
    const half = JSON.parse(await fileOf(here));
    half.settings.partners.holdDays = 2;
    half.plans[0].internalSquads = [];
    await expect(
      importConfiguration(there, { json: JSON.stringify(half), apply: true }),
    ).rejects.toMatchObject({ kind: "validation" });
    half.plans[0].internalSquads = basic.internalSquads;
    half.plans[0].name.en = "Another";
    half.roles[0].permissions = ["team.write"];
    const actor: Ctx["actor"] = {
      type: "admin",
      id: "adm_1",
      name: "A",
      permissions: permissionsOf("admin"),
    };
    await expect(
      importConfiguration({ ...there, actor }, { json: JSON.stringify(half), apply: true }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    expect(await essence(there)).toEqual(before);
  });

  it("has in it what its taker may see, and asks for what it would change", async () => {
    const as = (...permissions: Permission[]): Ctx => ({
      ...here,
      actor: { type: "admin", id: "adm_1", name: "A", permissions },
    });
    const little = JSON.parse(await fileOf(as("settings.read")));
    expect([little.plans, little.addons, little.roles]).toEqual([[], [], []]);
    const json = await fileOf(here);
    await expect(
      importConfiguration(as("settings.read", "settings.write"), { json }),
    ).rejects.toMatchObject({ details: { permission: "catalog.write" } });
  });
});
