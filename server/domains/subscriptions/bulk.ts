import { and, eq, inArray, sql } from "drizzle-orm";
import { subscriptions } from "@/db/schema/subscriptions";
import { subscriptionChanged, subscriptionObserved } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { refreshStatus } from "./internal";

const CHUNK = 500;

/** Brings stored statuses to what the rule says after a set-based observation; tells browsers. */
export async function refreshStatuses(
  ctx: Ctx,
  input: { subscriptionIds: string[]; why: string },
): Promise<void> {
  for (let from = 0; from < input.subscriptionIds.length; from += CHUNK) {
    const ids = input.subscriptionIds.slice(from, from + CHUNK).sort();
    await inTransaction(ctx, async (tx) => {
      const rows = await tx.db
        .select()
        .from(subscriptions)
        .where(inArray(subscriptions.id, ids))
        .orderBy(subscriptions.id)
        .for("update");
      for (const row of rows) await refreshStatus(tx, row, input.why);
      await emit(
        tx,
        ...rows.map(({ id, customerId }) =>
          subscriptionObserved.create({ subscriptionId: id, customerId }),
        ),
      );
    });
  }
}

/** Delivers promises again that the panel no longer shows. The revision stays: nobody is told twice. */
export async function requeueSubscriptions(
  ctx: Ctx,
  input: { subscriptionIds: string[] },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .update(subscriptions)
      .set({
        observedRevision: sql`${subscriptions.desiredRevision} - 1`,
        provisioning: "queued",
        provisioningError: null,
        provisioningAttempts: 0,
        updatedAt: tx.clock(),
      })
      .where(
        and(
          inArray(subscriptions.id, input.subscriptionIds),
          eq(subscriptions.observedRevision, subscriptions.desiredRevision),
        ),
      )
      .returning();
    await emit(
      tx,
      ...rows.map(({ id, customerId, desiredRevision }) =>
        subscriptionChanged.create({ subscriptionId: id, customerId, revision: desiredRevision }),
      ),
    );
  });
}
