import { asc } from "drizzle-orm";
import { z } from "zod";
import { ADDON_KINDS } from "@/db/enums";
import { adminRoles } from "@/db/schema/team";
import { type Ctx, may } from "@/server/core/context";
import { listAddons, listPlans } from "@/server/domains/catalog";
import { addonInput, planInput } from "@/server/domains/catalog/schemas";
import type { Money } from "@/server/rules/money";
import { listSettingsGroups } from "./settings-groups";

export const CONFIGURATION_VERSION = 1;

/** JSON has no bigint: amounts are decimal strings. */
const whole = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const prices = z.array(z.object({ currency: z.string().max(8), amount: whole })).max(50);
const { durations: _durations, trafficLimitBytes: _bytes, ...planFields } = planInput.shape;

const plan = z.strictObject({
  /** Names it within the file; a shop that knows the same id changes that plan. */
  id: z.string().min(1).max(64),
  ...planFields,
  trafficLimitBytes: whole,
  archived: z.boolean(),
  durations: z.array(z.strictObject({ days: z.number().int(), prices })).max(20),
});

const addon = z.strictObject({
  id: z.string().min(1).max(64),
  name: planFields.name,
  kind: z.enum(ADDON_KINDS),
  quantity: whole,
  recurring: z.boolean(),
  planIds: z.array(z.string().min(1).max(64)).max(200),
  prices,
  archived: z.boolean(),
});

const scalar = z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]);

/** How a shop is set up, without customers and without keys. */
export const configurationFile = z.strictObject({
  format: z.literal("rezeis-configuration"),
  version: z.literal(CONFIGURATION_VERSION),
  exportedAt: z.string().max(40),
  settings: z.record(z.string().max(64), z.record(z.string().max(64), scalar)),
  plans: z.array(plan).max(500),
  addons: z.array(addon).max(500),
  roles: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        permissions: z.array(z.string().max(64)).max(200),
      }),
    )
    .max(200),
});
export type Configuration = z.output<typeof configurationFile>;

const asPrices = (list: Money[]) =>
  list.map(({ amount, currency }) => ({ currency, amount: BigInt(amount) }));

/**
 * The shop's configuration as it is now. What the environment says counts too, but belongs to this machine and
 * not to the shop: it is left out for `carrying`. Catalog and roles are there for those who may see them.
 */
export async function readConfiguration(
  ctx: Ctx,
  { carrying }: { carrying: boolean },
): Promise<Configuration> {
  const groups = await listSettingsGroups(ctx);
  const catalog = may(ctx, "catalog.read");
  const plans = catalog ? await listPlans(ctx, { archived: true }) : [];
  const addons = catalog ? await listAddons(ctx, { archived: true }) : [];
  const roles = may(ctx, "team.read")
    ? await ctx.db.select().from(adminRoles).orderBy(asc(adminRoles.name))
    : [];
  return {
    format: "rezeis-configuration",
    version: CONFIGURATION_VERSION,
    exportedAt: ctx.clock().toISOString(),
    settings: Object.fromEntries(
      groups.map(({ id, values, fromEnvironment }) => [
        id,
        Object.fromEntries(
          Object.entries(values).filter(([name]) => !carrying || !fromEnvironment.includes(name)),
        ),
      ]),
    ),
    plans: plans.map(({ position: _position, archivedAt, durations, ...fields }) => ({
      ...fields,
      archived: archivedAt !== null,
      durations: durations.map(({ days, prices: list }) => ({ days, prices: asPrices(list) })),
    })),
    addons: addons.map(({ position: _position, archivedAt, prices: list, ...fields }) => ({
      ...fields,
      archived: archivedAt !== null,
      prices: asPrices(list),
    })),
    roles: roles.map(({ name, permissions }) => ({ name, permissions: [...permissions].sort() })),
  };
}

export const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? String(inner) : inner), 2);

/** Strictly what the catalog's own forms would send. */
export const planOf = ({
  id: _id,
  archived: _archived,
  ...fields
}: Configuration["plans"][number]) => planInput.parse(fields);
export const addonOf = (
  { id: _id, archived: _archived, ...fields }: Configuration["addons"][number],
  planIds: string[],
) => addonInput.parse({ ...fields, planIds });
