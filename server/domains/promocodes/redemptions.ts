import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { promoCodes, promoRedemptions } from "@/db/schema/promocodes";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { raiseAlert } from "@/server/domains/monitoring";
import { promoClosed } from "@/server/rules/promocode";
import { getCodeRow, lockCode, refusal, refusalDetails, termsOf } from "./internal";

type Redemption = typeof promoRedemptions.$inferSelect;

/**
 * Counts one more use, while there is one: a single conditional update, which the code's row serialises, so
 * however many try at once no more get one than there are.
 */
export async function takeUse(ctx: Ctx<Tx>, promoCodeId: string): Promise<boolean> {
  const taken = await ctx.db
    .update(promoCodes)
    .set({ uses: sql`${promoCodes.uses} + 1` })
    .where(
      and(
        eq(promoCodes.id, promoCodeId),
        sql`(${promoCodes.maxUses} is null or ${promoCodes.uses} < ${promoCodes.maxUses})`,
      ),
    )
    .returning({ id: promoCodes.id });
  return taken.length === 1;
}

/**
 * The smallest number of use a person has free, or null. Asked after `takeUse`, whose lock makes it true; the
 * partial unique index on the number is what it rests on in the end.
 */
async function freeNumber(
  ctx: Ctx<Tx>,
  input: { promoCodeId: string; customerId: string },
): Promise<number | null> {
  const { promoCodeId, customerId } = input;
  const [row] = await ctx.db.execute<{ nth: number }>(sql`
    with theirs as (
      select nth, status from promo_redemptions
      where promo_code_id = ${promoCodeId} and customer_id = ${customerId}
    )
    select n::int as nth
    from promo_codes code,
      generate_series(1, code.per_person
        - (select count(*)::int from theirs where status = 'honoured')) n
    where code.id = ${promoCodeId}
      and not exists (select from theirs where nth = n and status in ('reserved', 'consumed'))
    order by n limit 1`);
  return row?.nth ?? null;
}

type Use = {
  promoCodeId: string;
  customerId: string;
  orderId: string | null;
  status: "reserved" | "consumed";
  discount: bigint;
  currency: string | null;
};

/**
 * Takes a use and writes who has it.
 *
 * @throws AppError `precondition` when the code is used up, over, or this person had their share; the caller's
 *   transaction must not go on
 */
export async function writeUse(ctx: Ctx<Tx>, use: Use): Promise<string> {
  const { promoCodeId, customerId, status } = use;
  if (!(await takeUse(ctx, promoCodeId))) {
    await getCodeRow(ctx, promoCodeId);
    throw refusal("promo_used_up");
  }
  const now = ctx.clock();
  const row = await getCodeRow(ctx, promoCodeId);
  // The use just taken may be the last one; everything else is asked again under the lock.
  const terms = { ...termsOf(row), maxUses: null };
  const closed = promoClosed(terms, now);
  if (closed) throw refusal(closed, refusalDetails(closed, terms));
  const nth = await freeNumber(ctx, { promoCodeId, customerId });
  if (nth === null) throw refusal("promo_per_person");
  const redemptionId = newId("redemption");
  await ctx.db.insert(promoRedemptions).values({
    ...use,
    id: redemptionId,
    nth,
    reservedAt: now,
    consumedAt: status === "consumed" ? now : null,
  });
  return redemptionId;
}

/** Sets a use aside for an order, in the transaction that makes it. The same order reserves once. */
export async function reservePromoCode(
  ctx: Ctx<Tx>,
  input: {
    promoCodeId: string;
    customerId: string;
    orderId: string;
    /** Minor units the code takes off the order. */
    discount: bigint;
    currency: string;
  },
): Promise<void> {
  if (await findByOrder(ctx, input.orderId)) return;
  await writeUse(ctx, { ...input, status: "reserved" });
}

/**
 * The order was paid. A use that had been given back (the order was over by then) is taken again if there is
 * one; if not, the customer still gets what was quoted, counted apart as honoured, and an operator is told.
 */
export async function consumePromoCode(ctx: Ctx<Tx>, input: { orderId: string }): Promise<void> {
  const now = ctx.clock();
  const consumed = await ctx.db
    .update(promoRedemptions)
    .set({ status: "consumed", consumedAt: now })
    .where(
      and(eq(promoRedemptions.orderId, input.orderId), eq(promoRedemptions.status, "reserved")),
    )
    .returning({ id: promoRedemptions.id });
  if (consumed.length > 0) return;
  const known = await findByOrder(ctx, input.orderId);
  if (known?.status !== "released") return;
  await lockCode(ctx, known.promoCodeId);
  const redemption = await findByOrder(ctx, input.orderId);
  if (redemption?.status !== "released") return;
  await retake(ctx, redemption);
}

async function retake(ctx: Ctx<Tx>, redemption: Redemption): Promise<void> {
  const { id, promoCodeId, customerId, orderId } = redemption;
  const nth = await freeNumber(ctx, { promoCodeId, customerId });
  const taken = nth !== null && (await takeUse(ctx, promoCodeId));
  await ctx.db
    .update(promoRedemptions)
    .set({
      status: taken ? "consumed" : "honoured",
      consumedAt: ctx.clock(),
      ...(taken ? { nth } : {}),
    })
    .where(eq(promoRedemptions.id, id));
  if (taken) return;
  const { code } = await getCodeRow(ctx, promoCodeId);
  await raiseAlert(ctx, {
    kind: "promo_honoured",
    key: id,
    severity: "warning",
    details: { code, orderId: orderId ?? "" },
    href: `/admin/promocodes/${promoCodeId}`,
  });
}

/** Gives the use of an order back that was not paid. A use that is consumed stays so. */
export async function releasePromoCode(ctx: Ctx<Tx>, input: { orderId: string }): Promise<boolean> {
  const known = await findByOrder(ctx, input.orderId);
  if (known?.status !== "reserved") return false;
  const { promoCodeId } = known;
  await lockCode(ctx, promoCodeId);
  const released = await ctx.db
    .update(promoRedemptions)
    .set({ status: "released", releasedAt: ctx.clock() })
    .where(and(eq(promoRedemptions.id, known.id), eq(promoRedemptions.status, "reserved")))
    .returning({ id: promoRedemptions.id });
  if (released.length === 0) return false;
  await ctx.db
    .update(promoCodes)
    .set({ uses: sql`${promoCodes.uses} - 1` })
    .where(eq(promoCodes.id, promoCodeId));
  return true;
}

async function findByOrder(ctx: Ctx, orderId: string): Promise<Redemption | undefined> {
  const [row] = await ctx.db
    .select()
    .from(promoRedemptions)
    .where(eq(promoRedemptions.orderId, orderId));
  return row;
}
