import { z } from "zod";

export const settingsGroupInput = z.object({ id: z.string().min(1).max(64) });
export const updateSettingsInput = settingsGroupInput.extend({
  /** Fields left out stay as they are. A blank secret keeps the stored one, null removes it. */
  values: z
    .record(z.string().max(64), z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]))
    .refine((values) => Object.keys(values).length <= 100, "too many fields"),
});

export const settingsHistoryInput = settingsGroupInput.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export const revertSettingsInput = z.object({
  changeId: z.number().int().positive(),
  /** The newest change of the group that whoever decides has seen. */
  seen: z.number().int().positive(),
});

export const importConfigurationInput = z.object({
  json: z.string().min(2).max(2_000_000),
  /** False: only tell what would change. */
  apply: z.boolean().default(false),
});

/** What an import changes, or would. */
export type ConfigurationChange = {
  part: "settings" | "plans" | "addons" | "roles";
  id: string;
  name: string;
  kind: "new" | "changed";
  fields: { name: string; before: string | null; after: string }[];
};

export type SettingsFieldChange = { name: string; before: string | null; after: string | null };

/** One change of a group; `null` stands for what the environment or the product says. */
export type SettingsChange = {
  id: number;
  at: Date;
  /** The operator's name; null when the product did it by itself. */
  by: string | null;
  /** Names of secrets that changed. */
  secrets: string[];
  fields: SettingsFieldChange[];
  /** What taking it back, and with it what came later, would change of what counts now. */
  back: { fields: SettingsFieldChange[]; secrets: string[] };
};

/** How one field is asked for; derived from its zod schema. */
export type SettingsField = {
  name: string;
  type: "text" | "number" | "boolean" | "select";
  secret: boolean;
  nullable: boolean;
  options?: string[];
  min?: number;
  max?: number;
};

export type SettingsGroup = {
  id: string;
  fields: SettingsField[];
  /** Effective values of everything that is not secret. */
  values: Record<string, string | number | boolean | null>;
  /** Whether each secret has a value; the value itself never leaves the server. */
  secrets: Record<string, { set: boolean }>;
  /** Fields whose value comes from the environment and was not changed here. */
  fromEnvironment: string[];
  /** Secrets are stored that no known key opens: they are as if not set until they are entered anew. */
  unreadable: boolean;
  updatedAt: Date | null;
};

export type ChecklistItem = {
  id: "panel" | "bot" | "gateway" | "plan" | "rates" | "email" | "secondFactor";
  done: boolean;
  /** A shop can do without: the list is not kept open for it. */
  optional: boolean;
  /** Stable, translatable: what is missing or wrong. */
  code: string;
  /** Where it is done; null for who may not go there. */
  href: string | null;
  /** Whether it can be tried for real, with {@link setupTestInput}. */
  testable: boolean;
};

export const setupTestInput = z.object({
  id: z.enum(["panel", "bot", "gateway", "plan", "email"]),
});
export type SetupTestId = z.output<typeof setupTestInput>["id"];
/** A stable, translatable code with its values. */
export type SetupTest = {
  ok: boolean;
  code: string;
  details: Record<string, string | number>;
};
