import { and, eq, gte, notInArray, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { partners, payouts } from "@/db/schema/partners";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError, isAppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { formatMoney, type Money, money } from "@/server/rules/money";
import { payoutFee, payoutPeriod } from "@/server/rules/payout";
import { approveLocked } from "./decide-payout";
import { inCurrency } from "./fx";
import {
  balancesOf,
  getPartnerRow,
  isMethodId,
  lockPartner,
  type PartnerRow,
  requireOwnOr,
} from "./internal";
import { bookRequest, completePayout, toPayoutView } from "./payout-books";
import { methodOf } from "./payout-methods/registry";
import { type Program, readProgram } from "./program";
import { type PayoutQuote, type PayoutView, payoutQuoteInput, requestPayoutInput } from "./schemas";

/** What a payout would give; charged exactly so when it is asked for with nothing in between. */
export async function quotePayout(
  ctx: Ctx,
  input: z.input<typeof payoutQuoteInput>,
): Promise<PayoutQuote> {
  const { partnerId, amount } = parseInput(payoutQuoteInput, input);
  const partner = await getPartnerRow(ctx, partnerId);
  requireOwnOr(ctx, partner, "partners.read");
  return quote(ctx, partner, await readProgram(ctx), amount);
}

const needMethod = (partner: PartnerRow) => {
  if (partner.payoutMethod && isMethodId(partner.payoutMethod) && partner.sealedPayoutDetails) {
    return { method: methodOf(partner.payoutMethod), sealed: partner.sealedPayoutDetails };
  }
  throw new AppError(
    "precondition",
    "payout_method_missing",
    "Say first where your payouts are to go.",
  );
};

const noRate = (from: string, to: string) =>
  new AppError(
    "precondition",
    "payout_no_rate",
    `There is no exchange rate from ${from} to ${to} today. Try again later or write to support.`,
    { from, to },
  );

async function quote(
  ctx: Ctx,
  partner: PartnerRow,
  program: Program,
  wanted: bigint | undefined,
): Promise<PayoutQuote> {
  const { settings } = program;
  const { method } = needMethod(partner);
  const { minimum, feeBp } = method.rules(settings);
  const amount = wanted ?? (await balancesOf(ctx, partner)).payable;
  const waiver = await waivedLeft(ctx, partner, settings.waivedFeeAmount);
  const fee = payoutFee(amount, feeBp, waiver);
  const least = await inCurrency(ctx, money(minimum, settings.currency), partner.currency);
  if (!least) throw noRate(settings.currency, partner.currency);
  const net = money(amount - fee, partner.currency);
  return {
    amount: money(amount, partner.currency),
    fee: money(fee, partner.currency),
    net,
    waived: money(lesser(waiver, amount), partner.currency),
    minimum: least,
    arrives: method.currency
      ? await inCurrency(ctx, net, method.currency, { atPar: settings.usdtAtPar })
      : null,
  };
}

/** How much of this month may still go without a fee. */
async function waivedLeft(ctx: Ctx, partner: PartnerRow, usual: number): Promise<bigint> {
  const waived = BigInt(partner.terms.waivedFeeAmount ?? usual);
  if (waived <= 0n) return 0n;
  const month = new Date(`${ctx.clock().toISOString().slice(0, 7)}-01T00:00:00Z`);
  const [row] = await ctx.db
    .select({ used: sql<string>`coalesce(sum(${payouts.amount}), 0)::text` })
    .from(payouts)
    .where(
      and(
        eq(payouts.partnerId, partner.id),
        gte(payouts.requestedAt, month),
        notInArray(payouts.status, ["rejected", "failed"]),
      ),
    );
  const left = waived - BigInt(row?.used ?? "0");
  return left > 0n ? left : 0n;
}

/**
 * A partner asks for their money. It leaves the payable balance under the partner's lock, so that however many ask at
 * once, never more than there is gets away.
 *
 * @throws AppError `precondition payout_method_missing | payout_below_minimum | insufficient_funds | …`
 */
export async function requestPayout(
  ctx: Ctx,
  input: z.input<typeof requestPayoutInput>,
): Promise<PayoutView> {
  const { partnerId, amount, clientKey } = parseInput(requestPayoutInput, input);
  return inTransaction(ctx, async (tx) => {
    const partner = await lockPartner(tx, partnerId);
    requireOwnOr(tx, partner, "payouts.approve");
    return ask(tx, partner, { amount, key: `request:${partnerId}:${clientKey}`, automatic: false });
  });
}

async function ask(
  ctx: Ctx<Tx>,
  partner: PartnerRow,
  wish: { amount: bigint | undefined; key: string; automatic: boolean },
): Promise<PayoutView> {
  const [known] = await ctx.db.select().from(payouts).where(eq(payouts.idempotencyKey, wish.key));
  if (known) return toPayoutView(known);
  const program = await readProgram(ctx);
  const { method, sealed } = needMethod(partner);
  requirePayable(partner, method.rules(program.settings).enabled);
  const { payable } = await balancesOf(ctx, partner);
  const offer = await quote(ctx, partner, program, wish.amount);
  requireEnough(offer, payable);
  const [payout] = await ctx.db
    .insert(payouts)
    .values({
      id: newId("payout"),
      partnerId: partner.id,
      method: method.id,
      amount: offer.amount.amount,
      fee: offer.fee.amount,
      currency: partner.currency,
      idempotencyKey: wish.key,
      automatic: wish.automatic,
      sealedDetails: sealed,
      requestedAt: ctx.clock(),
    })
    .returning();
  if (!payout) throw new Error("a payout was not written");
  await recordAudit(ctx, {
    action: "payouts.request",
    subject: { type: "payout", id: payout.id },
    after: { partnerId: partner.id, amount: payout.amount, fee: payout.fee, method: method.id },
  });
  const locked = { payout, partner };
  await bookRequest(ctx, locked);
  if (method.instant) return toPayoutView(await completePayout(ctx, locked, "credit"));
  if (wish.automatic && program.settings.autoPayoutApproved) {
    return toPayoutView(await approveLocked(ctx, locked));
  }
  return toPayoutView(payout);
}

function requirePayable(partner: PartnerRow, methodEnabled: boolean): void {
  if (partner.status !== "active") {
    throw new AppError(
      "precondition",
      "partner_not_active",
      "Payouts are for active partners. Write to support if you think this is wrong.",
    );
  }
  if (!methodEnabled) {
    throw new AppError(
      "precondition",
      "payout_method_off",
      "This way of payout is not offered at the moment. Choose another.",
    );
  }
}

function requireEnough({ amount, net, minimum }: PayoutQuote, payable: bigint): void {
  if (amount.amount > payable) {
    throw new AppError(
      "precondition",
      "insufficient_funds",
      "There is not so much to be paid out. Ask for less.",
      { payable: shown(money(payable, amount.currency)) },
    );
  }
  if (amount.amount < minimum.amount || amount.amount <= 0n || net.amount <= 0n) {
    throw new AppError(
      "precondition",
      "payout_below_minimum",
      `The least that is paid out this way is ${shown(minimum)}. Wait until there is more, or choose another way.`,
      { minimum: shown(minimum) },
    );
  }
}

const lesser = (a: bigint, b: bigint): bigint => {
  if (a < b) return a;
  return b;
};
const shown = (amount: Money): string => formatMoney(amount, "en");

/**
 * Automatic payouts: once a period for each partner who asked for it and has the minimum. The key is the partner and
 * the period, so however often this runs, and wherever it was killed, there is one. Returns how many were made.
 */
export async function runAutoPayouts(ctx: Ctx): Promise<number> {
  const program = await readProgram(ctx);
  const period = payoutPeriod(program.settings.autoPayoutSchedule, ctx.clock());
  if (!period || !program.settings.enabled) return 0;
  const asked = await ctx.db
    .select({ id: partners.id })
    .from(partners)
    .where(and(eq(partners.autoPayout, true), eq(partners.status, "active")));
  let made = 0;
  for (const { id } of asked) {
    const key = `auto:${id}:${period}`;
    const [known] = await ctx.db
      .select({ id: payouts.id })
      .from(payouts)
      .where(eq(payouts.idempotencyKey, key));
    if (known) continue;
    try {
      await inTransaction(ctx, async (tx) =>
        ask(tx, await lockPartner(tx, id), { amount: undefined, key, automatic: true }),
      );
      made += 1;
    } catch (error) {
      // Below the minimum, or no method: their time comes later in the period.
      if (!isAppError(error)) throw error;
    }
  }
  return made;
}
