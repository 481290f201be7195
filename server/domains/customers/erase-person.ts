import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { letGoOfPerson } from "@/server/domains/subscriptions";
import { eraseRows } from "./erase-rows";
import { getCustomerRow, lockCustomer } from "./internal";
import { erasePersonInput } from "./schemas";

/**
 * Forgets who a person is, here and on the panel: what is left are the books, which name nobody. Whoever comes
 * back is a new customer. A running subscription ends, without money back, where `endSubscriptions` says so.
 *
 * @throws AppError `precondition subscriptions_running` with `count`, `money_under_way` with `what`,
 *   `already_erased`
 */
export async function erasePerson(
  ctx: Ctx,
  input: z.input<typeof erasePersonInput>,
): Promise<{ ended: number }> {
  requirePermission(ctx, "customers.erase");
  const { customerId, endSubscriptions } = parseInput(erasePersonInput, input);
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const person = await getCustomerRow(tx, customerId);
    if (person.erasedAt) {
      throw new AppError("precondition", "already_erased", "This person was erased before.");
    }
    const state = await whatRuns(tx, customerId);
    if (state.running > 0 && !endSubscriptions) {
      throw new AppError(
        "precondition",
        "subscriptions_running",
        "This person has a running subscription. Say that it is to be ended, or wait until it is.",
        { count: state.running },
      );
    }
    if (state.money) {
      throw new AppError(
        "precondition",
        "money_under_way",
        "Money of this person is still under way. Finish that first.",
        { what: state.money },
      );
    }
    await eraseRows(tx.db, person, tx.clock());
    const ended = await letGoOfPerson(tx, { customerId });
    await recordAudit(tx, {
      action: "customers.erase",
      subject: { type: "customer", id: customerId },
      after: { endedSubscriptions: ended },
    });
    return { ended };
  });
}

type Running = { running: number; money: "order" | "payment" | "refund" | "payout" | null };

/** What an erasure would cut off: money between us and somebody else has to arrive first. */
async function whatRuns(ctx: Ctx<Tx>, customerId: string): Promise<Running> {
  const [row] = await ctx.db.execute<Running>(sql`
    select
      (select count(*)::int from subscriptions where customer_id = ${customerId} and enabled
        and cancelled_at is null and expires_at > ${ctx.clock().toISOString()}::timestamptz) as running,
      case
        when exists (select from orders where customer_id = ${customerId} and status = 'paid') then 'order'
        when exists (select from payments where customer_id = ${customerId} and status = 'held') then 'payment'
        when exists (select from refunds r join payments p on p.id = r.payment_id
          where p.customer_id = ${customerId} and r.status in ('requested', 'processing')) then 'refund'
        when exists (select from payouts o join partners p on p.id = o.partner_id
          where p.customer_id = ${customerId} and o.status in ('requested', 'approved', 'processing')) then 'payout'
      end as money`);
  return row ?? { running: 0, money: null };
}
