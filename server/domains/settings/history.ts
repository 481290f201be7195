import { and, desc, eq, lt, max } from "drizzle-orm";
import type { z } from "zod";
import { settings, settingsHistory } from "@/db/schema/settings";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import {
  revertSettingsInput,
  type SettingsChange,
  type SettingsFieldChange,
  settingsHistoryInput,
} from "./schemas";
import { definitionOf } from "./settings-groups";
import { changedNames, type Stored, storeGroup, unseal, type Values } from "./store-group";

const PAGE = 20;

/** What was changed in a group, the latest first. Of secrets only that they changed. */
export async function listSettingsHistory(
  ctx: Ctx,
  input: z.input<typeof settingsHistoryInput>,
): Promise<{ rows: SettingsChange[]; nextCursor: string | null }> {
  requirePermission(ctx, "settings.read");
  const { id, cursor } = parseInput(settingsHistoryInput, input);
  const rows = await ctx.db
    .select({ change: settingsHistory, by: admins.name })
    .from(settingsHistory)
    .leftJoin(admins, eq(admins.id, settingsHistory.changedBy))
    .where(
      and(
        eq(settingsHistory.groupId, id),
        cursor ? lt(settingsHistory.id, Number(cursor)) : undefined,
      ),
    )
    .orderBy(desc(settingsHistory.id))
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const now = await storedNow(ctx, id);
  return {
    rows: shown.map(({ change, by }) => ({
      id: change.id,
      at: change.changedAt,
      by,
      secrets: change.secretsChanged,
      fields: differences(change.valueBefore, change.valueAfter),
      back: {
        fields: differences(now.open, change.valueBefore),
        secrets: changedNames(now.sealed, unseal(change.sealedBefore).sealed),
      },
    })),
    nextCursor: rows.length > PAGE ? String(shown.at(-1)?.change.id ?? "") : null,
  };
}

async function storedNow(ctx: Ctx, id: string): Promise<Stored> {
  const [row] = await ctx.db.select().from(settings).where(eq(settings.id, id));
  return { open: row?.value ?? {}, ...unseal(row?.sealed ?? null) };
}

const differences = (before: Values, after: Values): SettingsFieldChange[] =>
  changedNames(before, after).map((name) => ({
    name,
    before: told(before[name]),
    after: told(after[name]),
  }));

/** Null: not stored, so the environment's or the usual value counted. */
const told = (value: unknown): string | null => (value === undefined ? null : String(value));

/**
 * Makes a group what it was before a change, later changes included; that is a change of its own.
 *
 * @throws AppError `not_found`, `validation invalid_input` when today's product does not take the old values,
 *   `conflict settings_changed` when somebody changed the group after it was looked at
 */
export async function revertSettings(
  ctx: Ctx,
  input: z.input<typeof revertSettingsInput>,
): Promise<void> {
  requirePermission(ctx, "settings.write");
  const { changeId, seen } = parseInput(revertSettingsInput, input);
  await inTransaction(ctx, async (tx) => {
    const [change] = await tx.db
      .select()
      .from(settingsHistory)
      .where(eq(settingsHistory.id, changeId));
    if (!change) throw notFound("settings_change", String(changeId));
    const id = change.groupId;
    const definition = definitionOf(id);
    const [row] = await tx.db.select().from(settings).where(eq(settings.id, id)).for("update");
    const [newest] = await tx.db
      .select({ id: max(settingsHistory.id) })
      .from(settingsHistory)
      .where(eq(settingsHistory.groupId, id));
    if (newest?.id !== seen) {
      throw new AppError(
        "conflict",
        "settings_changed",
        "These settings were changed meanwhile. Look again at what taking back would change.",
      );
    }
    const before = { open: row?.value ?? {}, ...unseal(row?.sealed ?? null) };
    const after = { open: change.valueBefore, ...unseal(change.sealedBefore) };
    if (before.lost !== after.lost || changedNames(before.sealed, after.sealed).length > 0) {
      requirePermission(ctx, "settings.secrets");
    }
    parseInput(definition.schema.partial(), { ...after.open, ...after.sealed });
    await storeGroup(tx, id, before, after);
  });
}
