import { eq } from "drizzle-orm";
import { PAYOUT_STATUSES, type PayoutStatus } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { partners, payouts } from "@/db/schema/partners";
import { type Ctx, inTransaction } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { formatMoney, money } from "@/server/rules/money";
import { notify } from "./notify";

const isStatus = (status: string): status is PayoutStatus =>
  (PAYOUT_STATUSES as readonly string[]).includes(status);

/** Each state of a payout is told once, as it was entered: a later one does not hide it. */
export async function tellPayout(
  ctx: Ctx,
  input: { payoutId: string; status: string },
): Promise<void> {
  const { status, payoutId } = input;
  if (!isStatus(status)) return;
  const [row] = await ctx.db
    .select({ payout: payouts, customerId: customers.id, locale: customers.locale })
    .from(payouts)
    .innerJoin(partners, eq(partners.id, payouts.partnerId))
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(eq(payouts.id, payoutId));
  if (!row) throw notFound("payout", payoutId);
  const { payout, customerId, locale } = row;
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId,
      type: "payout_changed",
      data: {
        status,
        amount: formatMoney(money(payout.amount - payout.fee, payout.currency), locale),
        reference: payout.reference ?? "",
        reason: payout.reason,
      },
      dedupeKey: `payout:${payoutId}:${status}`,
    }),
  );
}

/** Each decision on a partner is told once, unless another came before it could be. */
export async function tellPartner(
  ctx: Ctx,
  input: { partnerId: string; customerId: string; status: string; at: string },
): Promise<void> {
  const [row] = await ctx.db.select().from(partners).where(eq(partners.id, input.partnerId));
  if (!row) throw notFound("partner", input.partnerId);
  const { status } = row;
  if (status === "applied" || status !== input.status) return;
  await inTransaction(ctx, (tx) =>
    notify(tx, {
      customerId: input.customerId,
      type: "partner_decided",
      data: { status, reason: row.decisionReason },
      dedupeKey: `partner:${row.id}:${status}:${input.at}`,
    }),
  );
}
