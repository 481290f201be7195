import type { Tx } from "@/db/client";
import { settings, settingsHistory } from "@/db/schema/settings";
import { settingsChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { decrypt, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";

export type Values = Record<string, unknown>;
/** What is stored of a group, its secrets in clear. */
export type Stored = { open: Values; sealed: Values };

export const unseal = (sealed: string | null): Values =>
  sealed ? JSON.parse(decrypt(sealed)) : {};

const seal = (values: Values): string | null =>
  Object.keys(values).length > 0 ? encrypt(JSON.stringify(values)) : null;

/** Writes a group and what it was before, and tells of it; nothing when nothing changes. */
export async function storeGroup(
  ctx: Ctx<Tx>,
  id: string,
  before: Stored,
  after: Stored,
): Promise<void> {
  const secrets = changedNames(before.sealed, after.sealed);
  if (secrets.length === 0 && changedNames(before.open, after.open).length === 0) return;
  const row = {
    value: after.open,
    sealed: seal(after.sealed),
    updatedAt: ctx.clock(),
    updatedBy: ctx.actor.id,
  };
  await ctx.db
    .insert(settings)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: settings.id, set: row });
  await ctx.db.insert(settingsHistory).values({
    groupId: id,
    valueBefore: before.open,
    sealedBefore: seal(before.sealed),
    valueAfter: after.open,
    secretsChanged: secrets,
    changedAt: ctx.clock(),
    changedBy: ctx.actor.id,
  });
  // The audit log says that a secret changed, never what it is.
  const told = secrets.map((name) => [
    name,
    after.sealed[name] === undefined ? "[removed]" : "[changed]",
  ]);
  await recordAudit(ctx, {
    action: "settings.update",
    subject: { type: "settings", id },
    before: before.open,
    after: { ...after.open, ...Object.fromEntries(told) },
  });
  await emit(ctx, settingsChanged.create({ group: id }));
}

export const changedNames = (before: Values, after: Values): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
