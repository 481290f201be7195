import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { promoRedemptions } from "@/db/schema/promocodes";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { lockCustomer, rememberPromoCode } from "@/server/domains/customers";
import { money } from "@/server/rules/money";
import { promoRefusalFor } from "@/server/rules/promocode";
import { giveGifts } from "./gifts";
import {
  findCode,
  getPerson,
  type PromoRow,
  refusal,
  refusalDetails,
  termsOf,
  toAmounts,
} from "./internal";
import { writeUse } from "./redemptions";
import { type EnteredPromo, enterPromoCodeInput, type PromoBenefit } from "./schemas";

/**
 * A person typed a code, or followed a link that carries one. What takes something off an order is remembered
 * for the next one; what gives something by itself is given at once.
 *
 * @throws AppError `not_found promo_unknown` or `precondition promo_…` with the reason
 */
export async function enterPromoCode(
  ctx: Ctx,
  input: z.input<typeof enterPromoCodeInput>,
): Promise<EnteredPromo> {
  const { customerId, code, subscriptionId } = parseInput(enterPromoCodeInput, input);
  requireSelfOr(ctx, customerId, "promocodes.write");
  const row = await findCode(ctx, code);
  return inTransaction(ctx, async (tx) => {
    // One after another: of ten presses of the same button each learns what the first one did.
    await lockCustomer(tx, { customerId });
    const terms = termsOf(row);
    const person = await getPerson(tx, { customerId, promoCodeId: row.id });
    const why = promoRefusalFor(terms, person, tx.clock());
    if (why) throw refusal(why, refusalDetails(why, terms));
    if (row.kind === "percent" || row.kind === "fixed") {
      await rememberPromoCode(tx, { customerId, code: row.code });
      return { kind: "pending", code: row.code, discount: benefitOf(row) };
    }
    const gifts = await redeem(tx, row, { customerId, subscriptionId });
    return { kind: "granted", code: row.code, gifts };
  });
}

async function redeem(
  tx: Ctx<Tx>,
  row: PromoRow,
  to: { customerId: string; subscriptionId: string | null },
) {
  const redemptionId = await writeUse(tx, {
    promoCodeId: row.id,
    customerId: to.customerId,
    orderId: null,
    status: "consumed",
    discount: 0n,
    currency: null,
  });
  const gifts = await giveGifts(tx, row, { ...to, redemptionId });
  const subscriptionId = gifts.flatMap((gift) =>
    "subscriptionId" in gift ? [gift.subscriptionId] : [],
  )[0];
  if (subscriptionId) {
    await tx.db
      .update(promoRedemptions)
      .set({ subscriptionId })
      .where(eq(promoRedemptions.id, redemptionId));
  }
  await recordAudit(tx, {
    action: "promocodes.redeem",
    subject: { type: "customer", id: to.customerId },
    after: { code: row.code, gifts },
  });
  return gifts;
}

export function benefitOf(row: PromoRow): PromoBenefit {
  if (row.kind === "percent") return { kind: "percent", basisPoints: row.percentBp ?? 0 };
  return {
    kind: "fixed",
    amounts: Object.entries(toAmounts(row.amounts)).map(([currency, amount]) =>
      money(amount, currency),
    ),
  };
}
