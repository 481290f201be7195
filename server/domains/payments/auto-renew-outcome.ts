import { and, eq, gt, inArray, or } from "drizzle-orm";
import type { RenewalOutcome } from "@/db/enums";
import { payments, renewalAttempts } from "@/db/schema/payments";
import { renewalEnded } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { emit } from "@/server/core/outbox";
import { raiseAlert } from "@/server/domains/monitoring";
import type { PaymentRow } from "./internal";

/** A declined charge whose money came after all is believed this long. */
const LATE_DAYS = 60;

/** What a charge came to; null while that is not known, or for a person to decide. */
function outcomeOf({ status, failureReason }: PaymentRow): {
  outcome: RenewalOutcome;
  reason: string | null;
} | null {
  switch (status) {
    case "paid":
      // The money of a charge that found its period renewed already is the customer's credit.
      return failureReason === null
        ? { outcome: "succeeded", reason: null }
        : { outcome: "skipped", reason: "already_renewed" };
    case "failed":
      return failureReason === "not_wanted"
        ? { outcome: "skipped", reason: failureReason }
        : { outcome: "failed", reason: failureReason };
    case "expired":
      return { outcome: "failed", reason: "unanswered" };
    default:
      return null;
  }
}

/** Brings an attempt to what its payment came to, and says so once. */
export async function settleRenewal(
  ctx: Ctx,
  input: { paymentId: string },
): Promise<RenewalOutcome | null> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ attempt: renewalAttempts, payment: payments })
      .from(renewalAttempts)
      .innerJoin(payments, eq(payments.id, renewalAttempts.paymentId))
      .where(eq(renewalAttempts.paymentId, input.paymentId))
      .for("update", { of: renewalAttempts });
    if (!found) return null;
    const { attempt, payment } = found;
    const said = outcomeOf(payment);
    if (!said || said.outcome === attempt.outcome) return said?.outcome ?? null;
    const late = attempt.outcome === "failed" && payment.status === "paid";
    if (attempt.outcome !== "pending" && !late) return attempt.outcome;
    await tx.db
      .update(renewalAttempts)
      .set({ ...said, endedAt: tx.clock() })
      .where(eq(renewalAttempts.id, attempt.id));
    await emit(tx, renewalEnded.create({ attemptId: attempt.id, outcome: said.outcome }));
    if (said.reason === "unanswered") {
      await raiseAlert(tx, {
        kind: "charge_unanswered",
        key: payment.id,
        severity: "warning",
        details: { gateway: payment.gateway },
        href: `/admin/payments/${payment.id}`,
      });
    }
    return said.outcome;
  });
}

/** Attempts whose payment ended since: the net under webhooks and polls. Returns their payments. */
export async function listUnsettledRenewals(ctx: Ctx): Promise<string[]> {
  const since = new Date(ctx.clock().getTime() - LATE_DAYS * 86_400_000);
  const rows = await ctx.db
    .select({ paymentId: payments.id })
    .from(renewalAttempts)
    .innerJoin(payments, eq(payments.id, renewalAttempts.paymentId))
    .where(
      or(
        and(
          eq(renewalAttempts.outcome, "pending"),
          inArray(payments.status, ["paid", "failed", "expired"]),
        ),
        and(
          eq(renewalAttempts.outcome, "failed"),
          eq(payments.status, "paid"),
          gt(renewalAttempts.attemptedAt, since),
        ),
      ),
    )
    .limit(500);
  return rows.map(({ paymentId }) => paymentId);
}
