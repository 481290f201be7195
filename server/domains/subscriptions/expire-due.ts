import { and, inArray, lte, notInArray } from "drizzle-orm";
import { subscriptionStatusHistory, subscriptions } from "@/db/schema/subscriptions";
import { subscriptionObserved } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { statusOf } from "./internal";

const CHUNK = 500;

/** Time alone ends a promise: shows what ran out as expired, whatever the panel says. Returns how many. */
export async function expireDue(ctx: Ctx): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await inTransaction(ctx, async (tx) => {
      const now = tx.clock();
      const due = await tx.db
        .select()
        .from(subscriptions)
        .where(
          and(
            notInArray(subscriptions.status, ["expired", "cancelled"]),
            lte(subscriptions.expiresAt, now),
          ),
        )
        .limit(CHUNK)
        .for("update", { skipLocked: true });
      const ended = due.filter((row) => statusOf(row, now) === "expired");
      if (ended.length === 0) return 0;
      const ids = ended.map(({ id }) => id);
      await tx.db
        .update(subscriptions)
        .set({ status: "expired" })
        .where(inArray(subscriptions.id, ids));
      await tx.db.insert(subscriptionStatusHistory).values(
        ended.map(({ id, status, expiresAt }) => ({
          subscriptionId: id,
          from: status,
          to: "expired" as const,
          why: "time",
          who: `${tx.actor.type}:${tx.actor.id}`,
          at: expiresAt,
        })),
      );
      await emit(
        tx,
        ...ended.map(({ id, customerId }) =>
          subscriptionObserved.create({ subscriptionId: id, customerId }),
        ),
      );
      return ended.length;
    });
    total += done;
    if (done < CHUNK) return total;
  }
}
