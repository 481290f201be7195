import { eq } from "drizzle-orm";
import type { z } from "zod";
import { payments } from "@/db/schema/payments";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { postJournal } from "@/server/domains/ledger";
import { resolveAlert } from "@/server/domains/monitoring";
import { markOrderPaid } from "@/server/domains/orders";
import { lockPayment } from "./internal";
import { requestRefund } from "./refund";
import { resolveHeldInput } from "./schemas";

/**
 * A person decides on money that does not match: take it as paid (the order goes on), turn it into the
 * customer's credit, or send it back. The reason is kept.
 */
export async function resolveHeldPayment(
  ctx: Ctx,
  input: z.input<typeof resolveHeldInput>,
): Promise<void> {
  requirePermission(ctx, "payments.refund");
  const { paymentId, decision, reason } = parseInput(resolveHeldInput, input);
  await inTransaction(ctx, async (tx) => {
    const payment = await lockPayment(tx, paymentId);
    if (payment.status !== "held") {
      throw new AppError("conflict", "not_held", "This payment has been decided on already.");
    }
    const { receivedAmount: amount, receivedCurrency: currency } = payment;
    await recordAudit(tx, {
      action: `payments.held.${decision}`,
      subject: { type: "payment", id: paymentId },
      before: { status: "held", holdReason: payment.holdReason, amount, currency },
      after: { reason },
    });
    await resolveAlert(tx, { kind: "payment_held", key: paymentId });
    if (decision === "refund") {
      await requestRefund(tx, { paymentId, reason });
      await tx.db
        .update(payments)
        .set({ holdReason: "refunding" })
        .where(eq(payments.id, paymentId));
      return;
    }
    const paid =
      decision === "accept"
        ? await markOrderPaid(tx, { orderId: payment.orderId, paymentId })
        : null;
    if (paid?.kind === "credit_gone") {
      throw new AppError(
        "precondition",
        "credit_gone",
        "The credit that was to pay the rest of this order is spent. Turn the money into credit or send it back.",
      );
    }
    const first = paid?.kind === "paid";
    const isRevenue = first && paid.orderKind !== "topup";
    await tx.db
      .update(payments)
      .set({
        status: "paid",
        settledAt: tx.clock(),
        // Not this order's price, so a refund of it does not end what the order grants.
        failureReason: first ? null : "credited",
      })
      .where(eq(payments.id, paymentId));
    if (amount === null || currency === null || amount <= 0n) return;
    await postJournal(tx, {
      idempotencyKey: `payment:${paymentId}:resolved`,
      kind: `payment.held.${decision}`,
      reference: { type: "payment", id: paymentId },
      memo: reason,
      entries: [
        { account: { kind: "suspense" }, amount, currency },
        {
          account: isRevenue
            ? { kind: "revenue" }
            : { kind: "customer_credit", owner: payment.customerId },
          amount: -amount,
          currency,
        },
      ],
    });
  });
}
