import { eq } from "drizzle-orm";
import type { z } from "zod";
import { customerSessions, customers } from "@/db/schema/customers";
import { type Ctx, inTransaction, requirePermission, requireSelfOr } from "@/server/core/context";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { getCustomerRow } from "./internal";
import { setLocaleInput, suspendCustomerInput } from "./schemas";

type Change = Partial<typeof customers.$inferInsert>;

/** Changes fields of one person, with what they were before in the audit log. */
async function change(ctx: Ctx, customerId: string, action: string, set: Change, why?: string) {
  await inTransaction(ctx, async (tx) => {
    const row = await getCustomerRow(tx, customerId);
    await tx.db.update(customers).set(set).where(eq(customers.id, customerId));
    const before = Object.fromEntries(
      Object.keys(set).map((key) => [key, row[key as keyof typeof row]]),
    );
    await recordAudit(tx, {
      action,
      subject: { type: "customer", id: customerId },
      before,
      after: why ? { ...set, reason: why } : set,
    });
  });
}

/** The person chose their language: from now on it no longer follows Telegram's. */
export async function setLocale(ctx: Ctx, input: z.input<typeof setLocaleInput>): Promise<void> {
  const { customerId, locale } = parseInput(setLocaleInput, input);
  requireSelfOr(ctx, customerId, "customers.write");
  await change(ctx, customerId, "customers.setLocale", { locale, localeChosen: true });
}

/**
 * Shuts a person out of bot and Mini App, ending all their sessions for good, or lets them in again. Their
 * subscriptions stay as they are.
 */
export async function suspendCustomer(
  ctx: Ctx,
  input: z.input<typeof suspendCustomerInput>,
): Promise<void> {
  requirePermission(ctx, "customers.write");
  const { customerId, suspended, reason } = parseInput(suspendCustomerInput, input);
  await inTransaction(ctx, async (tx) => {
    await change(
      tx,
      customerId,
      suspended ? "customers.suspend" : "customers.restore",
      { suspendedAt: suspended ? tx.clock() : null },
      reason,
    );
    if (!suspended) return;
    await tx.db.delete(customerSessions).where(eq(customerSessions.customerId, customerId));
  });
}
