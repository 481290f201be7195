import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import { customerSessions } from "@/db/schema/customers";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { recordAudit } from "@/server/domains/audit";

type Own = {
  customerId: string;
  /** The session that asks; none while an operator looks. */
  current: string | null;
};

const open = (ctx: Ctx, customerId: string) =>
  and(
    eq(customerSessions.customerId, customerId),
    // An operator's look is no sign-in of this person.
    isNull(customerSessions.impersonatedBy),
    gt(customerSessions.expiresAt, ctx.clock()),
  );

/** Where a customer is signed in, the newest first. */
export async function listOwnSessions(ctx: Ctx, { customerId, current }: Own) {
  requireSelfOr(ctx, customerId, "customers.read");
  const rows = await ctx.db
    .select({
      id: customerSessions.id,
      userAgent: customerSessions.userAgent,
      openedBy: customerSessions.openedBy,
      scope: customerSessions.scope,
      createdAt: customerSessions.createdAt,
      lastUsedAt: customerSessions.lastUsedAt,
    })
    .from(customerSessions)
    .where(open(ctx, customerId))
    .orderBy(desc(customerSessions.createdAt), desc(customerSessions.id))
    .limit(100);
  return rows.map((row) => ({ ...row, current: row.id === current }));
}

/** Ends one of a customer's sessions, also the one that asks: that is signing out. Throws `not_found`. */
export async function endOwnSession(
  ctx: Ctx,
  { customerId, sessionId }: { customerId: string; sessionId: string },
): Promise<void> {
  requireSelfOr(ctx, customerId, "customers.write");
  await inTransaction(ctx, async (tx) => {
    const ended = await tx.db
      .delete(customerSessions)
      .where(and(open(tx, customerId), eq(customerSessions.id, sessionId)))
      .returning({ id: customerSessions.id });
    if (ended.length === 0) throw notFound("session", sessionId);
    await recordAudit(tx, {
      action: "customers.endSession",
      subject: { type: "customer", id: customerId },
      before: { sessionId },
    });
  });
}

/** Ends all of a customer's sessions but the one that asks. Returns how many there were. */
export async function endOtherOwnSessions(
  ctx: Ctx,
  { customerId, current }: Own,
): Promise<{ ended: number }> {
  requireSelfOr(ctx, customerId, "customers.write");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .delete(customerSessions)
      .where(
        and(open(tx, customerId), current === null ? undefined : ne(customerSessions.id, current)),
      )
      .returning({ id: customerSessions.id });
    if (rows.length > 0) {
      await recordAudit(tx, {
        action: "customers.endOtherSessions",
        subject: { type: "customer", id: customerId },
        after: { ended: rows.length },
      });
    }
    return { ended: rows.length };
  });
}
