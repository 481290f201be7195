import { eq } from "drizzle-orm";
import type { z } from "zod";
import { subscriptions } from "@/db/schema/subscriptions";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { giftDays } from "./admin-changes";
import { endEntitlement } from "./end-entitlement";
import { refreshStatus, update } from "./internal";
import { type GrantResult, type giftDaysInput, takeBackGiftInput } from "./schemas";

/** Gifts days under a name of their own, by which {@link takeBackGift} takes back these and no others. */
export async function giftDaysOnce(
  ctx: Ctx,
  input: z.input<typeof giftDaysInput>,
): Promise<GrantResult & { booking: string }> {
  const booking = `gift:${newId("grant")}`;
  return { ...(await giftDays(ctx, input, booking)), booking };
}

/** What is left of gifted days goes again; the subscription is then as it was, over if it was over. */
export async function takeBackGift(
  ctx: Ctx,
  input: z.input<typeof takeBackGiftInput>,
): Promise<void> {
  requirePermission(ctx, "subscriptions.write");
  const { booking } = parseInput(takeBackGiftInput, input);
  await inTransaction(ctx, async (tx) => {
    const ended = await endEntitlement(tx, { orderId: booking });
    if (!ended) {
      throw new AppError("precondition", "gift_gone", "These days were taken back already.");
    }
    const [row] = await tx.db
      .select()
      .from(subscriptions)
      .where(eq(subscriptions.id, ended.subscriptionId));
    // Nothing left of it cancels what was bought and refunded; a gift leaves what it found: an expired one.
    if (!row?.cancelledAt) return;
    await refreshStatus(tx, await update(tx, row.id, { cancelledAt: null }), "giftTakenBack");
  });
}
