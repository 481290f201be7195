import { and, eq, gt, isNull, lt, type SQL } from "drizzle-orm";
import { customerSessions, customers } from "@/db/schema/customers";
import type { Ctx } from "@/server/core/context";
import { randomToken, sha256Hex } from "@/server/core/crypto";
import { newId } from "@/server/core/ids";

const DAYS_30_MS = 30 * 86_400_000;
const USED_EVERY_MS = 5 * 60_000;

/** Opens a session; the token is returned once and only its hash is kept. */
export async function createCustomerSession(
  ctx: Ctx,
  input: {
    customerId: string;
    userAgent: string;
    openedBy?: "telegram" | "email";
    scope?: "cabinet" | "partner";
  },
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomToken(32);
  const expiresAt = new Date(ctx.clock().getTime() + DAYS_30_MS);
  await ctx.db.insert(customerSessions).values({
    id: newId("session"),
    tokenHash: sha256Hex(token),
    customerId: input.customerId,
    userAgent: input.userAgent,
    openedBy: input.openedBy ?? "telegram",
    scope: input.scope ?? "cabinet",
    createdAt: ctx.clock(),
    expiresAt,
  });
  return { token, expiresAt };
}

/** Throws away sessions whose time is over. */
export async function forgetOldCustomerSessions(ctx: Ctx): Promise<number> {
  const gone = await ctx.db
    .delete(customerSessions)
    .where(lt(customerSessions.expiresAt, ctx.clock()))
    .returning({ id: customerSessions.id });
  return gone.length;
}

/** Whose session a token is; null when it is unknown, over, or its person is suspended. Views are none. */
export async function findCustomerSession(ctx: Ctx, input: { token: string }) {
  const row = await openSession(ctx, input.token, isNull(customerSessions.impersonatedBy));
  if (row) await noteUse(ctx, row.session);
  return row && sessionOf(row);
}

/** Written seldom: every request passes here. */
async function noteUse(ctx: Ctx, session: typeof customerSessions.$inferSelect): Promise<void> {
  const now = ctx.clock();
  const before = session.lastUsedAt ?? session.createdAt;
  if (now.getTime() - before.getTime() < USED_EVERY_MS) return;
  await ctx.db
    .update(customerSessions)
    .set({ lastUsedAt: now })
    .where(eq(customerSessions.id, session.id));
}

/** The open session of a token as far as it is one of those wanted; null when its person is suspended. */
export async function openSession(ctx: Ctx, token: string, wanted: SQL) {
  const [row] = await ctx.db
    .select({ session: customerSessions, customer: customers })
    .from(customerSessions)
    .innerJoin(customers, eq(customers.id, customerSessions.customerId))
    .where(
      and(
        eq(customerSessions.tokenHash, sha256Hex(token)),
        gt(customerSessions.expiresAt, ctx.clock()),
        isNull(customers.suspendedAt),
        wanted,
      ),
    );
  return row ?? null;
}

export const sessionOf = ({
  session,
  customer,
}: NonNullable<Awaited<ReturnType<typeof openSession>>>) => ({
  customerId: customer.id,
  sessionId: session.id,
  openedBy: session.openedBy,
  firstName: customer.firstName,
  lastName: customer.lastName,
  username: customer.username,
  email: customer.email,
  locale: customer.locale,
  expiresAt: session.expiresAt,
  scope: session.scope,
});
