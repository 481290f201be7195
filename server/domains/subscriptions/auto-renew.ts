import { eq } from "drizzle-orm";
import type { z } from "zod";
import { subscriptions } from "@/db/schema/subscriptions";
import { autoRenewChanged, subscriptionObserved } from "@/inngest/events";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { isLifetime } from "@/server/rules/subscription-state";
import { lockSubscription } from "./internal";
import { setAutoRenewInput } from "./schemas";

/**
 * The customer has a subscription renewed by itself, or not any more. It changes no promise: what is paid for
 * stays as it is.
 *
 * @returns whether anything changed
 */
export async function setAutoRenew(
  ctx: Ctx,
  input: z.input<typeof setAutoRenewInput>,
): Promise<boolean> {
  const { subscriptionId, on } = parseInput(setAutoRenewInput, input);
  return inTransaction(ctx, async (tx) => {
    const row = await lockSubscription(tx, subscriptionId);
    requireSelfOr(tx, row.customerId, "subscriptions.write");
    if (row.autoRenew === on) return false;
    if (on && (row.planId === null || isLifetime(row.expiresAt) || row.cancelledAt)) {
      throw new AppError(
        "precondition",
        "cannot_renew",
        "This subscription cannot be renewed, so there is nothing to switch on.",
      );
    }
    await tx.db
      .update(subscriptions)
      .set({ autoRenew: on, autoRenewChangedAt: tx.clock(), updatedAt: tx.clock() })
      .where(eq(subscriptions.id, subscriptionId));
    await recordAudit(tx, {
      action: "subscriptions.setAutoRenew",
      subject: { type: "subscription", id: subscriptionId },
      before: { autoRenew: row.autoRenew },
      after: { autoRenew: on },
    });
    await emit(
      tx,
      subscriptionObserved.create({ subscriptionId, customerId: row.customerId }),
      autoRenewChanged.create({ subscriptionId }),
    );
    return true;
  });
}
