import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow } from "./internal";

/** Remembers a promo code for the next purchase. */
export async function rememberPromoCode(
  ctx: Ctx<Tx>,
  input: { customerId: string; code: string },
): Promise<void> {
  await ctx.db
    .update(customers)
    .set({ pendingPromoCode: input.code })
    .where(eq(customers.id, input.customerId));
}

/** The remembered code was used; another one that was entered meanwhile stays. */
export async function forgetPromoCode(
  ctx: Ctx<Tx>,
  { customerId, code }: { customerId: string; code: string },
): Promise<void> {
  await ctx.db
    .update(customers)
    .set({ pendingPromoCode: null })
    .where(and(eq(customers.id, customerId), eq(customers.pendingPromoCode, code)));
}

/** Gives a discount on everything from now on; a bigger one that the person has already stays. */
export async function raisePersonalDiscount(
  ctx: Ctx<Tx>,
  input: { customerId: string; basisPoints: number; why: string },
): Promise<void> {
  const { customerId, basisPoints, why } = input;
  const before = await getCustomerRow(ctx, customerId);
  await ctx.db
    .update(customers)
    .set({ personalDiscountBp: sql`greatest(${customers.personalDiscountBp}, ${basisPoints})` })
    .where(eq(customers.id, customerId));
  await recordAudit(ctx, {
    action: "customers.raiseDiscount",
    subject: { type: "customer", id: customerId },
    before: { personalDiscountBp: before.personalDiscountBp },
    after: { personalDiscountBp: Math.max(before.personalDiscountBp, basisPoints), reason: why },
  });
}

/** Puts a person into a group, once. */
export async function joinGroup(
  ctx: Ctx<Tx>,
  input: { customerId: string; group: string; why: string },
): Promise<void> {
  const { customerId, group, why } = input;
  await ctx.db
    .update(customers)
    .set({ groups: sql`array_append(array_remove(${customers.groups}, ${group}), ${group})` })
    .where(eq(customers.id, customerId));
  await recordAudit(ctx, {
    action: "customers.joinGroup",
    subject: { type: "customer", id: customerId },
    after: { group, reason: why },
  });
}
