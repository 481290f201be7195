import { eq } from "drizzle-orm";
import { promoCodes } from "@/db/schema/promocodes";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { forgetPromoCode, getCustomer } from "@/server/domains/customers";
import { promoRefusalFor } from "@/server/rules/promocode";
import { benefitOf } from "./enter-promo-code";
import { getPerson, termsOf } from "./internal";
import type { PendingPromo } from "./schemas";

/** The code that waits for the next order, with what it takes off, or why it would take nothing off now. */
export async function pendingPromo(
  ctx: Ctx,
  input: { customerId: string },
): Promise<PendingPromo | null> {
  requireSelfOr(ctx, input.customerId, "promocodes.read");
  const { pendingPromoCode: code } = await getCustomer(ctx, input);
  if (!code) return null;
  const [row] = await ctx.db.select().from(promoCodes).where(eq(promoCodes.code, code));
  if (!row) return null;
  return inTransaction(ctx, async (tx) => {
    const person = await getPerson(tx, { customerId: input.customerId, promoCodeId: row.id });
    const refused = promoRefusalFor(termsOf(row), person, tx.clock());
    return { code, discount: benefitOf(row), refused };
  });
}

/** The customer does not want the remembered code any more: nothing of it was used. */
export async function dropPendingPromo(ctx: Ctx, input: { customerId: string }): Promise<void> {
  const { customerId } = input;
  requireSelfOr(ctx, customerId, "promocodes.write");
  const { pendingPromoCode: code } = await getCustomer(ctx, { customerId });
  if (code) await inTransaction(ctx, (tx) => forgetPromoCode(tx, { customerId, code }));
}
