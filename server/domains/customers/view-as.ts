import { and, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import { customerSessions } from "@/db/schema/customers";
import { type AdminActor, type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { randomToken, sha256Hex } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { VIEW_PERMISSIONS } from "@/server/rules/view-as";
import { getCustomerRow } from "./internal";
import { customerInput } from "./schemas";
import { openSession, sessionOf } from "./sessions";

const VIEW_MS = 30 * 60_000;

/**
 * Lets an operator look at the Mini App as one person sees it, for half an hour and in their own session only.
 * The one they had open before ends. The token is returned once and only its hash is kept.
 */
export async function viewAsCustomer(ctx: Ctx, input: z.input<typeof customerInput>) {
  for (const permission of VIEW_PERMISSIONS) requirePermission(ctx, permission);
  const { customerId } = parseInput(customerInput, input);
  const { actor } = ctx;
  if (actor.type !== "admin" || !actor.session) {
    throw new AppError("forbidden", "forbidden", "Only an operator's own session can hold a view.");
  }
  const viewerSessionId = actor.session.id;
  const token = randomToken(32);
  const expiresAt = new Date(ctx.clock().getTime() + VIEW_MS);
  await inTransaction(ctx, async (tx) => {
    const customer = await getCustomerRow(tx, customerId);
    if (customer.suspendedAt || customer.erasedAt) {
      throw new AppError("precondition", "nothing_to_view", "This person is shut out of the app.");
    }
    const older = await tx.db
      .delete(customerSessions)
      .where(eq(customerSessions.viewerSessionId, viewerSessionId))
      .returning();
    for (const view of older) if (view.expiresAt > tx.clock()) await tellOfEnd(tx, view);
    await tx.db.insert(customerSessions).values({
      id: newId("session"),
      tokenHash: sha256Hex(token),
      customerId,
      impersonatedBy: actor.id,
      viewerSessionId,
      createdAt: tx.clock(),
      expiresAt,
    });
    await recordAudit(tx, {
      action: "customers.viewAs",
      subject: { type: "customer", id: customerId },
      after: { until: expiresAt },
    });
  });
  return { token, expiresAt };
}

/** Whose view a token is, and of whom; whether the operator may still look is for their session to say. */
export async function findView(ctx: Ctx, input: { token: string }) {
  const row = await openSession(ctx, input.token, isNotNull(customerSessions.viewerSessionId));
  if (!row?.session.impersonatedBy || !row.session.viewerSessionId) return null;
  const { impersonatedBy, viewerSessionId } = row.session;
  return { ...sessionOf(row), viewer: { sub: impersonatedBy, sid: viewerSessionId } };
}

/** Ends the view that `actor` has open with this token; whether there was one. */
export function endView(ctx: Ctx & { actor: AdminActor }, input: { token: string }) {
  return inTransaction(ctx, async (tx) => {
    const [view] = await tx.db
      .delete(customerSessions)
      .where(
        and(
          eq(customerSessions.tokenHash, sha256Hex(input.token)),
          eq(customerSessions.impersonatedBy, ctx.actor.id),
        ),
      )
      .returning();
    if (view) await tellOfEnd(tx, view);
    return view !== undefined;
  });
}

const tellOfEnd = (
  tx: Parameters<typeof recordAudit>[0],
  { customerId, createdAt }: typeof customerSessions.$inferSelect,
) =>
  recordAudit(tx, {
    action: "customers.endViewAs",
    subject: { type: "customer", id: customerId },
    after: { seconds: Math.round((tx.clock().getTime() - createdAt.getTime()) / 1000) },
  });
