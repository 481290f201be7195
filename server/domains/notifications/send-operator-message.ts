import { z } from "zod";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getCustomer } from "@/server/domains/customers";
import { notify } from "./notify";

const schema = z.object({
  customerId: z.string().max(64),
  message: z.string().trim().min(1, "write something").max(3500, "at most 3500 characters"),
});

/** An operator writes to one customer through the bot. Throws `not_found`. */
export async function sendOperatorMessage(ctx: Ctx, input: z.input<typeof schema>): Promise<void> {
  requirePermission(ctx, "customers.message");
  const { customerId, message } = parseInput(schema, input);
  await getCustomer(ctx, { customerId });
  await inTransaction(ctx, async (tx) => {
    await notify(tx, {
      customerId,
      type: "operator_message",
      data: { message },
      dedupeKey: newId("notification"),
    });
    await recordAudit(tx, {
      action: "notifications.sendOperatorMessage",
      subject: { type: "customer", id: customerId },
      after: { message },
    });
  });
}
