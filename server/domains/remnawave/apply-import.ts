import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { plans } from "@/db/schema/catalog";
import { customers } from "@/db/schema/customers";
import { importRows, panelUsers } from "@/db/schema/remnawave";
import { importRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { type Adoption, adoptSubscriptions } from "@/server/domains/subscriptions";
import { referralCodes } from "./referral-codes";
import type { ImportSummary } from "./schemas";
import { importSummary } from "./stage-import";
import { getSyncRun } from "./sync-runs";

const CHUNK = 400;
const APPLICABLE = ["create", "link"] as const;

/** The operator confirms what the dry run showed; a job carries it out. */
export async function confirmImport(ctx: Ctx, input: { runId: string }): Promise<void> {
  requirePermission(ctx, "remnawave.write");
  const run = await getSyncRun(ctx, input);
  if (run.kind !== "import" || run.status !== "completed") {
    throw new AppError("precondition", "import_not_ready", "The dry run has not ended well.");
  }
  const summary = await importSummary(ctx, input.runId);
  await inTransaction(ctx, async (tx) => {
    await emit(tx, importRequested.create({ runId: input.runId, apply: true }));
    await recordAudit(tx, {
      action: "remnawave.confirmImport",
      subject: { type: "sync_run", id: input.runId },
      after: summary,
    });
  });
}

/**
 * Does what the dry run decided: makes people and subscriptions, links the rest, leaves conflicts. Chunk by
 * chunk, each whole or not at all, so it may be interrupted and repeated.
 */
export async function applyImport(ctx: Ctx, input: { runId: string }): Promise<ImportSummary> {
  requirePermission(ctx, "remnawave.write");
  for (;;) {
    const done = await inTransaction(ctx, (tx) => applyChunk(tx, input.runId));
    if (done < CHUNK) return importSummary(ctx, input.runId);
  }
}

async function applyChunk(ctx: Ctx<Tx>, runId: string): Promise<number> {
  const rows = await ctx.db
    .select({ row: importRows, user: panelUsers })
    .from(importRows)
    .innerJoin(panelUsers, eq(panelUsers.panelId, importRows.panelId))
    .where(
      and(
        eq(importRows.runId, runId),
        inArray(importRows.decision, APPLICABLE),
        isNull(importRows.appliedAt),
      ),
    )
    .orderBy(asc(importRows.panelId))
    .limit(CHUNK)
    .for("update", { of: importRows });
  if (rows.length === 0) return 0;
  const people = await findPeople(ctx, rows);
  const planOf = await planMatcher(ctx);
  const adoptions = rows.flatMap(({ row, user }): Adoption[] => {
    const customerId = row.customerId ?? people.get(identityOf(user)) ?? null;
    if (row.subscriptionId === null && customerId === null) return [];
    return [{ subscriptionId: row.subscriptionId, customerId, plan: planOf(user), user }];
  });
  const adopted = await adoptSubscriptions(ctx, adoptions);
  await markApplied(ctx, runId, rows, adopted);
  return rows.length;
}

type User = typeof panelUsers.$inferSelect;
type Staged = { row: typeof importRows.$inferSelect; user: User };

/** Who a panel user is: several users of one Telegram id are one person. */
const identityOf = (user: User): string =>
  user.telegramId === null ? `mail:${user.email?.toLowerCase()}` : `tg:${user.telegramId}`;

/** Makes the people who are not known yet; a previous chunk may have made some of them. */
async function findPeople(ctx: Ctx<Tx>, rows: Staged[]): Promise<Map<string, string>> {
  const wanted = new Map<string, User>();
  for (const { row, user } of rows) {
    const identity = identityOf(user);
    if (row.decision === "create" && !wanted.has(identity)) wanted.set(identity, user);
  }
  const found = await knownPeople(ctx, [...wanted.values()]);
  const missing = [...wanted].filter(([identity]) => !found.has(identity));
  if (missing.length === 0) return found;
  const codes = referralCodes(missing.length);
  const taken = new Set<string>();
  await ctx.db
    .insert(customers)
    .values(
      missing.map(([, user], index) => {
        const email = user.email?.toLowerCase() ?? null;
        const free = email !== null && !taken.has(email);
        if (email) taken.add(email);
        return {
          id: newId("customer"),
          telegramId: user.telegramId,
          firstName: user.description?.slice(0, 64) || user.username,
          // An address belongs to one person; the first one keeps it.
          email: user.telegramId === null || free ? email : null,
          referralCode: codes[index] ?? newId("customer"),
          source: "import",
          createdAt: user.panelCreatedAt ?? ctx.clock(),
        };
      }),
    )
    .onConflictDoNothing();
  return knownPeople(ctx, [...wanted.values()]);
}

async function knownPeople(ctx: Ctx, users: User[]): Promise<Map<string, string>> {
  const telegramIds = users.flatMap(({ telegramId }) => telegramId ?? []);
  const emails = users.flatMap(({ email }) => email?.toLowerCase() ?? []);
  const fields = { id: customers.id, telegramId: customers.telegramId, email: customers.email };
  const [byTelegram, byEmail] = await Promise.all([
    ctx.db.select(fields).from(customers).where(inArray(customers.telegramId, telegramIds)),
    ctx.db.select(fields).from(customers).where(inArray(customers.email, emails)),
  ]);
  return new Map([
    ...byEmail.map(({ id, email }): [string, string] => [`mail:${email}`, id]),
    ...byTelegram.map(({ id, telegramId }): [string, string] => [`tg:${telegramId}`, id]),
  ]);
}

/** The plan of the catalog that grants just what the panel user has; null when none does. */
async function planMatcher(ctx: Ctx) {
  const key = (grant: {
    trafficLimitBytes: bigint;
    trafficStrategy: string;
    deviceLimit: number | null;
    internalSquads: string[];
  }) =>
    [
      grant.trafficLimitBytes,
      grant.trafficStrategy,
      grant.deviceLimit,
      [...grant.internalSquads].sort(),
    ].join("|");
  const all = await ctx.db.select().from(plans).where(isNull(plans.archivedAt));
  const byGrant = new Map(all.map((plan) => [key(plan), { id: plan.id, name: plan.name }]));
  return (user: User) => byGrant.get(key(user)) ?? null;
}

async function markApplied(
  ctx: Ctx<Tx>,
  runId: string,
  rows: Staged[],
  adopted: Map<bigint, { subscriptionId: string; customerId: string }>,
): Promise<void> {
  const appliedAt = ctx.clock();
  await ctx.db
    .insert(importRows)
    .values(
      rows.map(({ row }) => ({
        ...row,
        runId,
        subscriptionId: adopted.get(row.panelId)?.subscriptionId ?? row.subscriptionId,
        customerId: adopted.get(row.panelId)?.customerId ?? row.customerId,
        appliedAt,
      })),
    )
    .onConflictDoUpdate({
      target: [importRows.runId, importRows.panelId],
      set: {
        subscriptionId: excluded("subscription_id"),
        customerId: excluded("customer_id"),
        appliedAt,
      },
    });
}

const excluded = (column: string) => sql.raw(`excluded.${column}`);
