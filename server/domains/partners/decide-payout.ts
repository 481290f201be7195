import type { z } from "zod";
import type { Tx } from "@/db/client";
import { payoutSendRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { money } from "@/server/rules/money";
import { inCurrency } from "./fx";
import { asMethodId, type PartnerRow, type PayoutRow } from "./internal";
import {
  completePayout,
  getPayoutRow,
  lockPayout,
  move,
  requireMove,
  returnPayout,
  toPayoutView,
} from "./payout-books";
import { openDetails } from "./payout-methods/details";
import { methodOf } from "./payout-methods/registry";
import { readProgram } from "./program";
import {
  approvePayoutsInput,
  failPayoutInput,
  markPaidInput,
  type PayoutView,
  payoutInput,
  rejectPayoutInput,
} from "./schemas";

/** While an attempt may still be under way, nobody decides that it failed. */
export const ATTEMPT_MS = 60_000;

type Locked = { payout: PayoutRow; partner: PartnerRow };

/** Whether a provider sends this payout by itself. */
export async function isSendable(ctx: Ctx, payout: PayoutRow): Promise<boolean> {
  const { provider } = methodOf(asMethodId(payout.method));
  if (!provider || !payout.sealedDetails) return false;
  return provider.sends(ctx, openDetails(payout.sealedDetails));
}

/** Approved: what leaves is fixed now, and a provider that sends by itself is asked to. */
export async function approveLocked(ctx: Ctx<Tx>, locked: Locked): Promise<PayoutRow> {
  const { payout } = locked;
  requireMove(payout, "approved");
  const { currency } = methodOf(asMethodId(payout.method));
  const { settings } = await readProgram(ctx);
  const net = money(payout.amount - payout.fee, payout.currency);
  const sent = currency
    ? await inCurrency(ctx, net, currency, { atPar: settings.usdtAtPar })
    : null;
  if (currency && (!sent || sent.amount <= 0n)) {
    throw new AppError(
      "precondition",
      "payout_no_rate",
      `There is no exchange rate from ${payout.currency} to ${currency} today. Store one, then approve again.`,
      { from: payout.currency, to: currency },
    );
  }
  const after = await move(ctx, locked, "approved", {
    approvedAt: ctx.clock(),
    decidedBy: ctx.actor.id,
    sentAmount: sent?.amount ?? null,
    sentCurrency: sent?.currency ?? null,
  });
  if (await isSendable(ctx, after)) {
    await emit(ctx, payoutSendRequested.create({ payoutId: after.id }));
  }
  return after;
}

/** One or many at once; one that cannot be approved does not keep the others. */
export async function approvePayouts(
  ctx: Ctx,
  input: z.input<typeof approvePayoutsInput>,
): Promise<{ payoutId: string; ok: boolean; code: string | null }[]> {
  requirePermission(ctx, "payouts.approve");
  const { payoutIds } = parseInput(approvePayoutsInput, input);
  const results: { payoutId: string; ok: boolean; code: string | null }[] = [];
  for (const payoutId of new Set(payoutIds)) {
    try {
      await inTransaction(ctx, async (tx) => {
        await approveLocked(tx, await lockPayout(tx, payoutId));
      });
      results.push({ payoutId, ok: true, code: null });
    } catch (error) {
      if (!isAppError(error)) throw error;
      results.push({ payoutId, ok: false, code: error.code });
    }
  }
  return results;
}

/** The money goes back to the partner, who is told why. */
export async function rejectPayout(
  ctx: Ctx,
  input: z.input<typeof rejectPayoutInput>,
): Promise<PayoutView> {
  requirePermission(ctx, "payouts.approve");
  const { payoutId, reason } = parseInput(rejectPayoutInput, input);
  return inTransaction(ctx, async (tx) =>
    toPayoutView(await returnPayout(tx, await lockPayout(tx, payoutId), "rejected", reason)),
  );
}

/** An operator begins to pay by hand. */
export async function startPayout(
  ctx: Ctx,
  input: z.input<typeof payoutInput>,
): Promise<PayoutView> {
  requirePermission(ctx, "payouts.approve");
  const { payoutId } = parseInput(payoutInput, input);
  return inTransaction(ctx, async (tx) => {
    const locked = await lockPayout(tx, payoutId);
    requireMove(locked.payout, "processing");
    if (await isSendable(tx, locked.payout)) {
      throw new AppError(
        "precondition",
        "payout_sends_itself",
        "The provider sends this payout by itself. Ask it again instead of paying by hand.",
      );
    }
    return toPayoutView(await move(tx, locked, "processing", { processingAt: tx.clock() }));
  });
}

/** Paid by hand, with the transaction's id or the bank's reference. */
export async function markPayoutPaid(
  ctx: Ctx,
  input: z.input<typeof markPaidInput>,
): Promise<PayoutView> {
  requirePermission(ctx, "payouts.approve");
  const { payoutId, reference } = parseInput(markPaidInput, input);
  const told = await askProvider(ctx, payoutId);
  return inTransaction(ctx, async (tx) => {
    const locked = await lockPayout(tx, payoutId);
    if (!told) requireQuiet(locked.payout, tx.clock());
    // Approved twice over is one thing, asked for and never approved another.
    if (locked.payout.status === "requested") requireMove(locked.payout, "processing");
    return toPayoutView(await completePayout(tx, locked, told ?? reference));
  });
}

/** It could not be paid: the money goes back. A provider's transfer is asked for first; if it went, it is paid. */
export async function failPayout(
  ctx: Ctx,
  input: z.input<typeof failPayoutInput>,
): Promise<PayoutView> {
  requirePermission(ctx, "payouts.approve");
  const { payoutId, reason } = parseInput(failPayoutInput, input);
  const told = await askProvider(ctx, payoutId);
  return inTransaction(ctx, async (tx) => {
    const locked = await lockPayout(tx, payoutId);
    if (told) return toPayoutView(await completePayout(tx, locked, told));
    requireQuiet(locked.payout, tx.clock());
    return toPayoutView(await returnPayout(tx, locked, "failed", reason));
  });
}

/** The reference of what a provider has sent of it already; null when nothing was. */
async function askProvider(ctx: Ctx, payoutId: string): Promise<string | null> {
  const payout = await getPayoutRow(ctx, payoutId);
  const { provider } = methodOf(asMethodId(payout.method));
  if (!provider || payout.attempts === 0 || payout.status !== "processing") return null;
  const found = await provider.find(ctx, { id: payoutId });
  if (found.kind === "sent") return found.reference;
  if (found.kind === "absent") return null;
  throw new AppError(
    "unavailable",
    "payout_provider_silent",
    "The provider does not answer, and the money may have been sent. Try again in a minute.",
    {},
    { cause: new Error(found.reason) },
  );
}

/** An attempt that has only just begun may still arrive, whatever the provider said a moment ago. */
function requireQuiet(payout: PayoutRow, now: Date): void {
  const since = now.getTime() - (payout.processingAt?.getTime() ?? 0);
  if (payout.status === "processing" && payout.attempts > 0 && since < ATTEMPT_MS) {
    throw new AppError(
      "conflict",
      "payout_being_sent",
      "This payout is being sent right now. Look again in a minute.",
    );
  }
}
