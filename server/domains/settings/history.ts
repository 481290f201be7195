import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { settings, settingsHistory } from "@/db/schema/settings";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { revertSettingsInput, type SettingsChange, settingsHistoryInput } from "./schemas";
import { definitionOf } from "./settings-groups";
import { changedNames, storeGroup, unseal } from "./store-group";

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
  return {
    rows: shown.map(({ change, by }) => ({
      id: change.id,
      at: change.changedAt,
      by: by ?? change.changedBy,
      secrets: change.secretsChanged,
      fields: changedNames(change.valueBefore, change.valueAfter).map((name) => ({
        name,
        before: told(change.valueBefore[name]),
        after: told(change.valueAfter[name]),
      })),
    })),
    nextCursor: rows.length > PAGE ? String(shown.at(-1)?.change.id ?? "") : null,
  };
}

/** Null: not stored, so the environment's or the usual value counted. */
const told = (value: unknown): string | null => (value === undefined ? null : String(value));

/**
 * Makes a group what it was before a change, later changes included; that is a change of its own.
 *
 * @throws AppError `not_found`, `validation invalid_input` when today's product does not take the old values
 */
export async function revertSettings(
  ctx: Ctx,
  input: z.input<typeof revertSettingsInput>,
): Promise<void> {
  requirePermission(ctx, "settings.write");
  const { changeId } = parseInput(revertSettingsInput, input);
  await inTransaction(ctx, async (tx) => {
    const [change] = await tx.db
      .select()
      .from(settingsHistory)
      .where(eq(settingsHistory.id, changeId));
    if (!change) throw notFound("settings_change", String(changeId));
    const id = change.groupId;
    const definition = definitionOf(id);
    const [row] = await tx.db.select().from(settings).where(eq(settings.id, id)).for("update");
    const before = { open: row?.value ?? {}, sealed: unseal(row?.sealed ?? null) };
    const after = { open: change.valueBefore, sealed: unseal(change.sealedBefore) };
    if (changedNames(before.sealed, after.sealed).length > 0) {
      requirePermission(ctx, "settings.secrets");
    }
    parseInput(definition.schema.partial(), { ...after.open, ...after.sealed });
    await storeGroup(tx, id, before, after);
  });
}
