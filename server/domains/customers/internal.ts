import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import type { CustomerView } from "./schemas";

export type CustomerRow = typeof customers.$inferSelect;

export const toView = ({
  localeChosen,
  source,
  ...view
}: typeof customers.$inferSelect): CustomerView => view;

export async function getCustomerRow(ctx: Ctx, customerId: string) {
  const [row] = await ctx.db.select().from(customers).where(eq(customers.id, customerId));
  if (!row) throw notFound("customer", customerId);
  return row;
}

/** One person's doings one after another, until the transaction ends; rows that refer to them are not kept waiting. */
export async function lockCustomer(ctx: Ctx<Tx>, input: { customerId: string }): Promise<void> {
  const [row] = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.id, input.customerId))
    .for("no key update");
  if (!row) throw notFound("customer", input.customerId);
}
