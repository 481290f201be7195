import { eq } from "drizzle-orm";
import { customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import type { CustomerView } from "./schemas";

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
