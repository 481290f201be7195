import type { Ctx } from "@/server/core/context";
import { attemptRenewal, listDueRenewals } from "./auto-renew";
import { listUnsettledRenewals, settleRenewal } from "./auto-renew-outcome";

/**
 * One round of automatic renewal: what charges came to since is written down first, then every step that is due
 * is made. One subscription's failure does not keep the others waiting.
 *
 * @returns how many attempts were made
 */
export async function runRenewals(ctx: Ctx): Promise<number> {
  for (const paymentId of await listUnsettledRenewals(ctx)) await settleRenewal(ctx, { paymentId });
  let made = 0;
  let after: string | null = null;
  for (;;) {
    const due: string[] = await listDueRenewals(ctx, { after });
    for (const subscriptionId of due) {
      try {
        if (await attemptRenewal(ctx, { subscriptionId })) made += 1;
      } catch (error) {
        ctx.log.error({ err: error, subscriptionId }, "a renewal could not be attempted");
      }
    }
    after = due.at(-1) ?? null;
    if (after === null) return made;
  }
}
