import type { Tx } from "@/db/client";
import { settings, settingsHistory } from "@/db/schema/settings";
import { settingsChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { decryptOrNull, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";

export type Values = Record<string, unknown>;
/** What is stored of a group, its secrets in clear. */
export type Stored = { open: Values } & Secrets;
export type Secrets = {
  sealed: Values;
  /** Secrets that no known key opens, as they are stored: kept until others are entered in their place. */
  lost: string | null;
};

export function unseal(sealed: string | null): Secrets {
  if (!sealed) return { sealed: {}, lost: null };
  const plain = decryptOrNull(sealed);
  return plain === null ? { sealed: {}, lost: sealed } : { sealed: JSON.parse(plain), lost: null };
}

const seal = ({ sealed, lost }: Secrets): string | null =>
  Object.keys(sealed).length > 0 ? encrypt(JSON.stringify(sealed)) : lost;

/** Writes a group and what it was before, and tells of it; nothing when nothing changes. */
export async function storeGroup(
  ctx: Ctx<Tx>,
  id: string,
  before: Stored,
  after: Stored,
): Promise<void> {
  const secrets = changedNames(before.sealed, after.sealed);
  const same = secrets.length === 0 && before.lost === after.lost;
  if (same && changedNames(before.open, after.open).length === 0) return;
  const row = {
    value: after.open,
    sealed: seal(after),
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
    sealedBefore: seal(before),
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
