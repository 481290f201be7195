import { eq, type SQL } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import { partners } from "@/db/schema/partners";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import type { CustomerRow } from "./internal";
import { createCustomerSession } from "./sessions";

/** The partner that somebody has shown to be. Throws `forbidden not_a_partner`. */
async function partnerWhere(ctx: Ctx, who: SQL): Promise<CustomerRow> {
  const [row] = await ctx.db
    .select({ customer: customers })
    .from(customers)
    .innerJoin(partners, eq(partners.customerId, customers.id))
    .where(who);
  if (!row) throw new AppError("forbidden", "not_a_partner", "No partner signs in like this.");
  return row.customer;
}

/** Whoever has shown that the address is theirs may hear that it belongs to no partner. */
export const partnerByEmail = (ctx: Ctx, email: string): Promise<CustomerRow> =>
  partnerWhere(ctx, eq(customers.email, email));

/**
 * Opens the partners' own area, and nothing else, to whoever has shown that the Telegram account is theirs.
 *
 * @throws AppError `forbidden not_a_partner`, `customer_suspended`
 */
export async function signInPartnerWithTelegram(
  ctx: Ctx,
  input: { telegramId: bigint; userAgent: string },
): Promise<{ token: string; expiresAt: Date }> {
  const customer = await partnerWhere(ctx, eq(customers.telegramId, input.telegramId));
  refuseSuspended(customer);
  return createCustomerSession(ctx, {
    customerId: customer.id,
    userAgent: input.userAgent.slice(0, 300),
    openedBy: "telegram",
    scope: "partner",
  });
}

export function refuseSuspended({ suspendedAt }: CustomerRow): void {
  if (!suspendedAt) return;
  throw new AppError("forbidden", "customer_suspended", "This account is suspended.");
}
