import { z } from "zod";
import type { Tx } from "@/db/client";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import {
  archiveAddon,
  archivePlan,
  createPlan,
  reorderPlans,
  restoreAddon,
  restorePlan,
  saveAddon,
  updatePlan,
} from "@/server/domains/catalog";
import { createRole, listRoles, updateRole } from "@/server/domains/team";
import { PERMISSION_IDS, type Permission } from "@/server/rules/permissions";
import {
  addonOf,
  asText,
  CONFIGURATION_VERSION,
  type Configuration,
  configurationFile,
  planOf,
  readConfiguration,
} from "./configuration";
import { definitions } from "./registry";
import { type ConfigurationChange, importConfigurationInput } from "./schemas";
import { updateSettingsGroup } from "./settings-groups";

/** The whole set-up as one JSON text: settings, catalog, roles; never a key. */
export async function exportConfiguration(ctx: Ctx): Promise<{ filename: string; json: string }> {
  requirePermission(ctx, "settings.read");
  return inTransaction(ctx, async (tx) => {
    const configuration = await readConfiguration(tx, { carrying: true });
    await recordAudit(tx, {
      action: "settings.export",
      subject: { type: "settings", id: "configuration" },
    });
    return {
      filename: `rezeis-configuration-${configuration.exportedAt.slice(0, 10)}.json`,
      json: asText(configuration),
    };
  });
}

/**
 * Makes the shop what a file says; with `apply` false it only tells what would change. What the file does not
 * name stays. All of it or nothing.
 *
 * @throws AppError `validation configuration_unreadable`, `configuration_version`, and what the forms of the single
 *   parts refuse
 */
export async function importConfiguration(
  ctx: Ctx,
  input: z.input<typeof importConfigurationInput>,
): Promise<ConfigurationChange[]> {
  requirePermission(ctx, "settings.write");
  const { json, apply } = parseInput(importConfigurationInput, input);
  const wanted = readFile(json);
  // What is there already has to be seen to be compared with.
  if (wanted.plans.length + wanted.addons.length > 0) requirePermission(ctx, "catalog.write");
  if (wanted.roles.length > 0) requirePermission(ctx, "team.read");
  return inTransaction(ctx, async (tx) => {
    const current = await readConfiguration(tx, { carrying: false });
    const changes = difference(current, wanted);
    if (!apply || changes.length === 0) return changes;
    const changed = (part: ConfigurationChange["part"], id: string) =>
      changes.some((change) => change.part === part && change.id === id);
    for (const [id, values] of Object.entries(wanted.settings)) {
      if (changed("settings", id)) await updateSettingsGroup(tx, { id, values });
    }
    const ids = await importPlans(tx, current, wanted, changed);
    for (const addon of wanted.addons.filter(({ id }) => changed("addons", id))) {
      await importAddon(tx, current, addon, ids);
    }
    await importRoles(tx, wanted, changed);
    await recordAudit(tx, {
      action: "settings.import",
      subject: { type: "settings", id: "configuration" },
      after: { changes: changes.map(({ part, kind, name }) => `${part} ${kind}: ${name}`) },
    });
    return changes;
  });
}

type Changed = (part: ConfigurationChange["part"], id: string) => boolean;

/** @returns what each plan of the file is called here */
async function importPlans(
  tx: Ctx<Tx>,
  current: Configuration,
  wanted: Configuration,
  changed: Changed,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const plan of wanted.plans) {
    const here = sameAs(current.plans, plan);
    let planId = here?.id ?? "";
    if (!here) planId = (await createPlan(tx, planOf(plan))).id;
    else if (changed("plans", plan.id)) await updatePlan(tx, { planId, ...planOf(plan) });
    if (plan.archived !== (here?.archived ?? false)) {
      await (plan.archived ? archivePlan : restorePlan)(tx, { planId });
    }
    ids.set(plan.id, planId);
  }
  if (wanted.plans.some(({ id }) => changed("plans", id))) {
    await reorderPlans(tx, { planIds: [...ids.values()] });
  }
  return ids;
}

async function importAddon(
  tx: Ctx<Tx>,
  current: Configuration,
  addon: Configuration["addons"][number],
  plans: Map<string, string>,
): Promise<void> {
  const here = sameAs(current.addons, addon);
  const planIds = addon.planIds.map((id) => plans.get(id) ?? id);
  const saved = await saveAddon(tx, { ...addonOf(addon, planIds), addonId: here?.id ?? null });
  if (addon.archived !== (here?.archived ?? false)) {
    await (addon.archived ? archiveAddon : restoreAddon)(tx, { addonId: saved.id });
  }
}

async function importRoles(tx: Ctx<Tx>, wanted: Configuration, changed: Changed): Promise<void> {
  const roles = wanted.roles.filter(({ name }) => changed("roles", name));
  if (roles.length === 0) return;
  const known = await listRoles(tx);
  for (const role of roles) {
    const permissions = role.permissions.filter(isPermission);
    const here = known.find(({ name }) => name === role.name);
    if (here) await updateRole(tx, { roleId: here.id, name: role.name, permissions });
    else await createRole(tx, { name: role.name, permissions });
  }
}

const isPermission = (id: string): id is Permission => PERMISSION_IDS.some((known) => known === id);

type Named = { id: string; name: { en: string } };

/** By id in the same shop, else by name: a fresh shop has other ids. */
const sameAs = <T extends Named>(list: T[], wanted: Named): T | undefined =>
  list.find(({ id }) => id === wanted.id) ?? list.find(({ name }) => name.en === wanted.name.en);

function readFile(json: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw unreadable("it is no JSON");
  }
  const head = z
    .object({ format: z.literal("rezeis-configuration"), version: z.number() })
    .safeParse(value);
  if (!head.success) throw unreadable("it is no configuration of Rezeis");
  if (head.data.version !== CONFIGURATION_VERSION) {
    throw new AppError(
      "validation",
      "configuration_version",
      `The file is of version ${head.data.version}; this product reads ${CONFIGURATION_VERSION}.`,
      { version: head.data.version, known: CONFIGURATION_VERSION },
    );
  }
  const file = configurationFile.safeParse(value);
  if (!file.success) {
    const [issue] = file.error.issues;
    throw unreadable(`${issue?.path.join(".") || "file"}: ${issue?.message ?? ""}`);
  }
  const { plans, addons, roles, settings } = file.data;
  for (const [id, values] of Object.entries(settings)) {
    const definition = definitions.find((known) => known.id === id);
    if (!definition) throw unreadable(`settings.${id}: no such group`);
    const secret = definition.secrets.find((name) => name in values);
    if (secret) throw unreadable(`settings.${id}.${secret}: a file carries no keys`);
  }
  const strange = roles.flatMap(({ permissions }) => permissions).find((id) => !isPermission(id));
  if (strange) throw unreadable(`roles: no such permission: ${strange}`);
  for (const list of [plans.map(({ id }) => id), addons.map(({ id }) => id)]) {
    if (new Set(list).size !== list.length) throw unreadable("an id is there twice");
  }
  return file.data;
}

const unreadable = (why: string): AppError =>
  new AppError("validation", "configuration_unreadable", `The file cannot be read: ${why}.`, {
    why,
  });

/** Part by part, field by field; what the file does not name is not looked at. */
function difference(current: Configuration, wanted: Configuration): ConfigurationChange[] {
  const changes: ConfigurationChange[] = [];
  const compare = (
    about: Pick<ConfigurationChange, "part" | "id" | "name">,
    before: object | undefined,
    after: object,
  ) => {
    const old: Record<string, unknown> = { ...before };
    const fields = Object.entries(after)
      .filter(([name, value]) => name !== "id" && plain(old[name]) !== plain(value))
      .map(([name, value]) => ({
        name,
        before: name in old ? plain(old[name]) : null,
        after: plain(value),
      }));
    if (fields.length > 0) changes.push({ ...about, kind: before ? "changed" : "new", fields });
  };
  for (const [id, values] of Object.entries(wanted.settings)) {
    compare({ part: "settings", id, name: id }, current.settings[id] ?? {}, values);
  }
  const ids = new Map<string, string>();
  for (const plan of wanted.plans) {
    const here = sameAs(current.plans, plan);
    if (here) ids.set(plan.id, here.id);
    compare(
      { part: "plans", id: plan.id, name: plan.name.en },
      here && inOrder(here),
      inOrder(plan),
    );
  }
  for (const addon of wanted.addons) {
    const planIds = addon.planIds.map((id) => ids.get(id) ?? id);
    const about = { part: "addons" as const, id: addon.id, name: addon.name.en };
    compare(about, sameAs(current.addons, addon), { ...addon, planIds });
  }
  for (const role of wanted.roles) {
    const here = current.roles.find(({ name }) => name === role.name);
    const after = { ...role, permissions: [...role.permissions].sort() };
    compare({ part: "roles", id: role.name, name: role.name }, here, after);
  }
  return changes;
}

const inOrder = <T extends { durations: { days: number; prices: { currency: string }[] }[] }>(
  plan: T,
) => ({
  ...plan,
  durations: plan.durations
    .map(({ days, prices }) => ({
      days,
      prices: [...prices].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    }))
    .sort((a, b) => a.days - b.days),
});

const plain = (value: unknown): string =>
  typeof value === "string" ? value : asText(value ?? null);
