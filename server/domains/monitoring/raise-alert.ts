import { and, eq, isNull, sql } from "drizzle-orm";
import type { AlertKind, AlertSeverity } from "@/db/enums";
import { alerts } from "@/db/schema/monitoring";
import { alertChanged } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { scrub } from "@/server/core/redact";

type Details = Record<string, string | number>;

export type AlertInput = {
  kind: AlertKind;
  /** What it is about; the same kind and key stay one open alert. */
  key: string;
  severity: AlertSeverity;
  details?: Details;
  /** Page of the dashboard where it is dealt with. */
  href?: string;
};

/** Opens an alert, or counts it again while it is open. Joins the caller's transaction. */
export async function raiseAlert(ctx: Ctx, input: AlertInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const now = ctx.clock();
    const details = withoutSecrets(input.details ?? {});
    const [row] = await tx.db
      .insert(alerts)
      .values({ ...input, details, openedAt: now, lastSeenAt: now })
      .onConflictDoUpdate({
        target: [alerts.kind, alerts.key],
        targetWhere: isNull(alerts.resolvedAt),
        set: {
          count: sql`${alerts.count} + 1`,
          lastSeenAt: now,
          details,
          severity: input.severity,
        },
      })
      .returning({ count: alerts.count });
    if (row?.count === 1) await emit(tx, alertChanged.create({ kind: input.kind, key: input.key }));
  });
}

/** Providers and servers say in words of their own what is wrong. */
const withoutSecrets = (details: Details): Details =>
  Object.fromEntries(
    Object.entries(details).map(([name, one]) => [
      name,
      typeof one === "string" ? scrub(one) : one,
    ]),
  );

/** Closes an open alert; nothing happens when there is none. */
export async function resolveAlert(
  ctx: Ctx,
  input: { kind: AlertKind; key: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const closed = await tx.db
      .update(alerts)
      .set({ resolvedAt: ctx.clock(), resolvedBy: ctx.actor.id })
      .where(and(eq(alerts.kind, input.kind), eq(alerts.key, input.key), isNull(alerts.resolvedAt)))
      .returning({ seq: alerts.seq });
    if (closed.length > 0) await emit(tx, alertChanged.create(input));
  });
}
