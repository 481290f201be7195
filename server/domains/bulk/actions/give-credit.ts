import { sql } from "drizzle-orm";
import { z } from "zod";
import { adjustCredit } from "@/server/domains/ledger";
import { requireFreshFactorAbove } from "@/server/domains/team";
import { CURRENCY_CODES, money } from "@/server/rules/money";
import { bulkAction } from "../contract";

/** Minor units, decimal: JSON has no bigint. */
const amount = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, "enter an amount above zero")
  .transform(BigInt);

export const giveCredit = bulkAction({
  subject: "customer",
  permissions: ["credit.write"],
  input: z.object({
    amount,
    currency: z.enum(CURRENCY_CODES),
    reason: z.string().trim().min(3, "say why, for the next person").max(500),
  }),
  skip: () => sql`case when s.erased_at is not null then 'erased' end`,
  // The team's limit is for what leaves the house in one go, however many share it.
  check: (ctx, input, count) =>
    requireFreshFactorAbove(ctx, money(input.amount * BigInt(count), input.currency)),
  run: (ctx, { subjectId, key }, input) =>
    adjustCredit(ctx, { customerId: subjectId, clientKey: key, ...input }),
});
