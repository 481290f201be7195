import { eq } from "drizzle-orm";
import type { z } from "zod";
import { settings } from "@/db/schema/settings";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { env } from "@/server/core/env";
import { AppError, notFound } from "@/server/core/errors";
import { hostOf, leadsInside } from "@/server/core/outside/guard";
import { parseInput } from "@/server/core/parse";
import { readSettings, type SettingsDefinition } from "@/server/core/settings";
import { describeFields } from "./describe-fields";
import { definitions } from "./registry";
import { type SettingsGroup, settingsGroupInput, updateSettingsInput } from "./schemas";
import { storeGroup, unseal, type Values } from "./store-group";

export function definitionOf(id: string): SettingsDefinition {
  const found = definitions.find((definition) => definition.id === id);
  if (!found) throw notFound("settings", id);
  return found;
}

/** Every group there is, each as {@link getSettingsGroup} gives it. */
export async function listSettingsGroups(ctx: Ctx): Promise<SettingsGroup[]> {
  requirePermission(ctx, "settings.read");
  return Promise.all(definitions.map((definition) => readGroup(ctx, definition)));
}

/** A group for a form: effective values, of secrets only whether they are set. */
export async function getSettingsGroup(
  ctx: Ctx,
  input: z.input<typeof settingsGroupInput>,
): Promise<SettingsGroup> {
  requirePermission(ctx, "settings.read");
  return readGroup(ctx, definitionOf(parseInput(settingsGroupInput, input).id));
}

async function readGroup(ctx: Ctx, definition: SettingsDefinition): Promise<SettingsGroup> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.id, definition.id));
  const effective: Values = await readSettings(ctx, definition);
  const bootstrap: Values = definition.fromEnv?.(env()) ?? {};
  const { sealed, lost } = unseal(row?.sealed ?? null);
  const fields = describeFields(definition);
  return {
    id: definition.id,
    fields,
    values: Object.fromEntries(
      fields.filter((field) => !field.secret).map(({ name }) => [name, plain(effective[name])]),
    ),
    secrets: Object.fromEntries(
      definition.secrets.map((name) => [name, { set: Boolean(effective[name]) }]),
    ),
    fromEnvironment: fields
      .map(({ name }) => name)
      .filter((name) => bootstrap[name] !== undefined && bootstrap[name] !== "")
      .filter((name) => row?.value[name] === undefined && sealed[name] === undefined),
    unreadable: lost !== null,
    updatedAt: row?.updatedAt ?? null,
  };
}

/**
 * Changes a group. What equals the environment's or the default value is not stored, so that a later change
 * of the environment still counts.
 *
 * @throws AppError `validation invalid_input` with the field's name, `private_address` with the field and the host
 */
export async function updateSettingsGroup(
  ctx: Ctx,
  input: z.input<typeof updateSettingsInput>,
): Promise<SettingsGroup> {
  requirePermission(ctx, "settings.write");
  const { id, values } = parseInput(updateSettingsInput, input);
  const definition = definitionOf(id);
  if (definition.secrets.some((name) => isGiven(values[name]))) {
    requirePermission(ctx, "settings.secrets");
  }
  const unknown = Object.keys(values).find((name) => !(name in definition.schema.shape));
  if (unknown) {
    throw new AppError("validation", "invalid_input", `${unknown}: no such field`, {
      field: unknown,
    });
  }
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(settings).where(eq(settings.id, id)).for("update");
    const before = { open: row?.value ?? {}, ...unseal(row?.sealed ?? null) };
    const bootstrap: Values = definition.schema.parse(definition.fromEnv?.(env()) ?? {});
    const open: Values = { ...before.open };
    const sealed: Values = { ...before.sealed };
    for (const [name, value] of Object.entries(values)) {
      if (!definition.secrets.includes(name)) open[name] = value;
      else if (value === null) delete sealed[name];
      else if (value !== "") sealed[name] = value;
    }
    parseInput(definition.schema, { ...bootstrap, ...open, ...sealed });
    refuseInside(definition, values);
    for (const name of Object.keys(open)) {
      if (open[name] === bootstrap[name]) delete open[name];
    }
    // Whatever is said about a secret stands in for those that could not be read.
    const anew = definition.secrets.some((name) => isGiven(values[name]));
    await storeGroup(tx, id, before, { open, sealed, lost: anew ? null : before.lost });
  });
  return readGroup(ctx, definition);
}

/** What a form names is asked for by the application itself: so it may not be its own network. */
function refuseInside({ outside = [] }: SettingsDefinition, values: Values): void {
  for (const field of outside) {
    const host = hostOf(values[field]);
    if (host && leadsInside(host)) {
      throw new AppError(
        "validation",
        "private_address",
        `${field}: ${host} is in this installation's own network. Name it in PRIVATE_HOSTS to allow it.`,
        { field, host },
      );
    }
  }
}

/** A blank secret keeps the stored one. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== "";

const plain = (value: unknown): string | number | boolean | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
