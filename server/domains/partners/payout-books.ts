import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { PayoutStatus } from "@/db/enums";
import { payouts } from "@/db/schema/partners";
import { payoutChanged } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { recordAudit } from "@/server/domains/audit";
import { money } from "@/server/rules/money";
import { paidEntries, requestEntries, returnEntries } from "@/server/rules/partner-books";
import { canMove } from "@/server/rules/payout";
import {
  asMethodId,
  balancesOf,
  lockPartner,
  type PartnerRow,
  type PayoutRow,
  post,
} from "./internal";
import { shownDetails } from "./payout-methods/details";
import type { PayoutView } from "./schemas";

/* The steps of a payout's life. Each runs under the partner's lock, then the payout's. */

export async function getPayoutRow(ctx: Ctx, payoutId: string): Promise<PayoutRow> {
  const [row] = await ctx.db.select().from(payouts).where(eq(payouts.id, payoutId));
  if (!row) throw notFound("payout", payoutId);
  return row;
}

export async function lockPayout(
  ctx: Ctx<Tx>,
  payoutId: string,
): Promise<{ payout: PayoutRow; partner: PartnerRow }> {
  const { partnerId } = await getPayoutRow(ctx, payoutId);
  const partner = await lockPartner(ctx, partnerId);
  const [payout] = await ctx.db
    .select()
    .from(payouts)
    .where(eq(payouts.id, payoutId))
    .for("update");
  if (!payout) throw notFound("payout", payoutId);
  return { payout, partner };
}

/** @throws AppError `conflict payout_moved_on` when it has ended or gone another way meanwhile */
export function requireMove(payout: PayoutRow, to: PayoutStatus): void {
  if (canMove(payout.status, to)) return;
  throw new AppError(
    "conflict",
    "payout_moved_on",
    `This payout is ${payout.status} by now. Load the page again.`,
    { status: payout.status },
  );
}

type Locked = { payout: PayoutRow; partner: PartnerRow };

/** From payable to in payout: whatever else asks meanwhile finds so much less. */
export async function bookRequest(ctx: Ctx<Tx>, { payout, partner }: Locked): Promise<void> {
  await post(ctx, partner, {
    key: `payout:${payout.id}:requested`,
    kind: "payout.requested",
    reference: { type: "payout", id: payout.id },
    entries: requestEntries(payout.amount),
  });
  await tell(ctx, { payout, partner });
}

/** The money has arrived. Asked again, nothing happens. */
export async function completePayout(
  ctx: Ctx<Tx>,
  { payout, partner }: Locked,
  reference: string,
): Promise<PayoutRow> {
  if (payout.status === "paid") return payout;
  requireMove(payout, "paid");
  await post(ctx, partner, {
    key: `payout:${payout.id}:paid`,
    kind: "payout.paid",
    reference: { type: "payout", id: payout.id },
    method: payout.method,
    memo: reference,
    entries: paidEntries(payout.amount, payout.fee, payout.method === "service_credit"),
  });
  return move(ctx, { payout, partner }, "paid", { reference, endedAt: ctx.clock() });
}

/** It did not go: the money is payable again, less what the partner owes by now. */
export async function returnPayout(
  ctx: Ctx<Tx>,
  { payout, partner }: Locked,
  to: "rejected" | "failed",
  reason: string,
): Promise<PayoutRow> {
  requireMove(payout, to);
  await post(ctx, partner, {
    key: `payout:${payout.id}:returned`,
    kind: "payout.returned",
    reference: { type: "payout", id: payout.id },
    entries: returnEntries(payout.amount, await balancesOf(ctx, partner)),
  });
  return move(ctx, { payout, partner }, to, { reason, endedAt: ctx.clock() });
}

export async function move(
  ctx: Ctx<Tx>,
  { payout, partner }: Locked,
  status: PayoutStatus,
  values: Partial<PayoutRow> = {},
): Promise<PayoutRow> {
  const [row] = await ctx.db
    .update(payouts)
    .set({ ...values, status })
    .where(eq(payouts.id, payout.id))
    .returning();
  const after = row ?? payout;
  await recordAudit(ctx, {
    action: `payouts.${status}`,
    subject: { type: "payout", id: payout.id },
    before: { status: payout.status },
    after: { status, reference: after.reference, reason: after.reason },
  });
  await tell(ctx, { payout: after, partner });
  return after;
}

const tell = (ctx: Ctx<Tx>, { payout, partner }: Locked) =>
  emit(
    ctx,
    payoutChanged.create({
      payoutId: payout.id,
      partnerId: partner.id,
      customerId: partner.customerId,
      status: payout.status,
    }),
  );

export const toPayoutView = (row: PayoutRow): PayoutView => ({
  id: row.id,
  partnerId: row.partnerId,
  method: asMethodId(row.method),
  amount: money(row.amount, row.currency),
  fee: money(row.fee, row.currency),
  net: money(row.amount - row.fee, row.currency),
  sent:
    row.sentAmount !== null && row.sentCurrency !== null
      ? money(row.sentAmount, row.sentCurrency)
      : null,
  status: row.status,
  automatic: row.automatic,
  to: row.sealedDetails ? shownDetails(row.sealedDetails) : "",
  reference: row.reference,
  reason: row.reason,
  attempts: row.attempts,
  requestedAt: row.requestedAt,
  approvedAt: row.approvedAt,
  processingAt: row.processingAt,
  endedAt: row.endedAt,
});
