import { eq } from "drizzle-orm";
import type { z } from "zod";
import { settings } from "@/db/schema/settings";
import type { Ctx } from "./context";
import { type Env, env } from "./env";
import { decryptOrNull } from "./sealing";

/** A group of settings, declared in its slice's `settings.ts`; stored, audited and rendered generically. */
export type SettingsDefinition<S extends z.ZodObject = z.ZodObject> = {
  /** Stable id, e.g. `remnawave`, `gateway.demo`. */
  id: string;
  /** Every field has a default, so that an empty object parses. Labels come from `settings.<id>.<field>`. */
  schema: S;
  /** Fields stored encrypted and never sent to a browser. */
  secrets: readonly (keyof z.output<S> & string)[];
  /** Fields that name a host or an address outside: none of the own network is taken from a form. */
  outside?: readonly (keyof z.output<S> & string)[];
  /** What the environment says; stored values win. */
  fromEnv?: (env: Env) => Partial<z.input<S>>;
};

export const defineSettings = <S extends z.ZodObject>(
  definition: SettingsDefinition<S>,
): SettingsDefinition<S> => definition;

/**
 * Effective values: stored, else environment, else defaults. Secrets are in clear: never hand this to a browser.
 * Those that no known key opens are as if not stored: what needs them is not configured, and the rest goes on.
 */
export async function readSettings<S extends z.ZodObject>(
  ctx: Ctx,
  definition: SettingsDefinition<S>,
): Promise<z.output<S>> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.id, definition.id));
  const sealed: Record<string, unknown> = JSON.parse(
    (row?.sealed && decryptOrNull(row.sealed)) || "{}",
  );
  const bootstrap = definition.fromEnv?.(env()) ?? {};
  return definition.schema.parse({ ...bootstrap, ...row?.value, ...sealed });
}
