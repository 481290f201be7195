import { and, asc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { partners, payouts } from "@/db/schema/partners";
import { payoutSendRequested } from "@/inngest/events";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { raiseAlert, resolveAlert } from "@/server/domains/monitoring";
import { money } from "@/server/rules/money";
import { ATTEMPT_MS, isSendable } from "./decide-payout";
import { asMethodId, type PayoutRow } from "./internal";
import { completePayout, getPayoutRow, lockPayout, move, returnPayout } from "./payout-books";
import type { SendOutcome } from "./payout-methods/contract";
import { askCryptoPay } from "./payout-methods/crypto";
import { methodOf } from "./payout-methods/registry";
import { payoutInput } from "./schemas";

/**
 * Has an approved payout sent by its provider. Whoever died or heard nothing in the middle is followed by a new
 * attempt that asks first, by the payout's id, so that it is paid once.
 *
 * @throws Error while no answer comes, or while another attempt is under way: the job asks again
 */
export async function sendPayout(ctx: Ctx, input: { payoutId: string }): Promise<string> {
  const payout = await claim(ctx, input.payoutId);
  if (!payout) {
    const row = await getPayoutRow(ctx, input.payoutId);
    if (row.status === "processing" && (await isSendable(ctx, row))) {
      throw new Error("another attempt is under way");
    }
    return row.status;
  }
  const { provider } = methodOf(asMethodId(payout.method));
  if (!provider) return payout.status;
  const [payee] = await ctx.db
    .select({ customerId: customers.id, telegramId: customers.telegramId })
    .from(partners)
    .innerJoin(customers, eq(customers.id, partners.customerId))
    .where(eq(partners.id, payout.partnerId));
  if (!payee) throw notFound("partner", payout.partnerId);
  const outcome = await provider.send(ctx, {
    id: payout.id,
    payee,
    money: money(
      payout.sentAmount ?? payout.amount - payout.fee,
      payout.sentCurrency ?? payout.currency,
    ),
    again: payout.attempts > 1,
  });
  return settle(ctx, payout.id, outcome);
}

/** One attempt at a time; counted before anything is sent, so that the next one knows to ask first. */
async function claim(ctx: Ctx, payoutId: string): Promise<PayoutRow | null> {
  const row = await getPayoutRow(ctx, payoutId);
  if (!["approved", "processing"].includes(row.status)) return null;
  if (!(await isSendable(ctx, row))) return null;
  const now = ctx.clock();
  return inTransaction(ctx, async (tx) => {
    const locked = await lockPayout(tx, payoutId);
    const { status, processingAt, attempts } = locked.payout;
    const quiet = !processingAt || now.getTime() - processingAt.getTime() >= ATTEMPT_MS;
    if (status !== "approved" && !(status === "processing" && quiet)) return null;
    const values = { attempts: attempts + 1, processingAt: now };
    if (status === "approved") return move(tx, locked, "processing", values);
    const [again] = await tx.db
      .update(payouts)
      .set(values)
      .where(eq(payouts.id, payoutId))
      .returning();
    return again ?? null;
  });
}

async function settle(ctx: Ctx, payoutId: string, outcome: SendOutcome): Promise<string> {
  if (outcome.kind === "unknown") {
    await letNextAttemptIn(ctx, payoutId);
    throw new Error(`no answer to a payout: ${outcome.reason}`);
  }
  return inTransaction(ctx, async (tx) => {
    const locked = await lockPayout(tx, payoutId);
    const about = { key: payoutId, href: `/admin/payouts/${payoutId}` };
    if (outcome.kind === "sent") {
      await resolveAlert(tx, { kind: "payout_no_funds", key: payoutId });
      if (locked.payout.status === "failed" || locked.payout.status === "rejected") {
        await raiseAlert(tx, { ...about, kind: "payout_sent_after_end", severity: "critical" });
        return locked.payout.status;
      }
      return (await completePayout(tx, locked, outcome.reference)).status;
    }
    if (locked.payout.status !== "processing") return locked.payout.status;
    const details = { reason: outcome.reason.slice(0, 200) };
    if (outcome.kind === "no_funds") {
      await raiseAlert(tx, { ...about, kind: "payout_no_funds", severity: "warning", details });
      const { status } = await move(tx, locked, "approved", { processingAt: null });
      return status;
    }
    await raiseAlert(tx, { ...about, kind: "payout_refused", severity: "critical", details });
    return (await returnPayout(tx, locked, "failed", outcome.reason.slice(0, 500))).status;
  });
}

/** This attempt is over, whatever became of it: the next may ask at once. */
const letNextAttemptIn = (ctx: Ctx, payoutId: string) =>
  ctx.db
    .update(payouts)
    .set({ processingAt: sql`${payouts.processingAt} - interval '1 hour'` })
    .where(and(eq(payouts.id, payoutId), eq(payouts.status, "processing")));

/** An operator asks the provider now. */
export async function retryPayout(ctx: Ctx, input: z.input<typeof payoutInput>): Promise<void> {
  requirePermission(ctx, "payouts.approve");
  const { payoutId } = parseInput(payoutInput, input);
  const payout = await getPayoutRow(ctx, payoutId);
  if (!["approved", "processing"].includes(payout.status) || !(await isSendable(ctx, payout))) {
    throw new AppError(
      "precondition",
      "payout_not_sendable",
      "There is nothing to ask the provider of this payout. Pay it by hand.",
    );
  }
  await inTransaction(ctx, (tx) => emit(tx, payoutSendRequested.create({ payoutId })));
}

/** Payouts whose job gave up or never came, or that waited for funds. */
export async function listStrandedPayouts(ctx: Ctx): Promise<string[]> {
  const before = new Date(ctx.clock().getTime() - 2 * ATTEMPT_MS);
  const rows = await ctx.db
    .select()
    .from(payouts)
    .where(
      and(
        inArray(payouts.status, ["approved", "processing"]),
        or(lt(payouts.approvedAt, before), lt(payouts.processingAt, before)),
      ),
    )
    .orderBy(asc(payouts.requestedAt))
    .limit(500);
  const stranded: string[] = [];
  for (const row of rows) if (await isSendable(ctx, row)) stranded.push(row.id);
  return stranded;
}

/** For the settings page: whether the provider of payouts answers, and what it holds. */
export async function testPayoutProvider(ctx: Ctx): Promise<{ ok: boolean; message: string }> {
  requirePermission(ctx, "payouts.approve");
  return askCryptoPay(ctx);
}
