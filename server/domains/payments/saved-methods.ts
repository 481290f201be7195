import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { savedMethods } from "@/db/schema/payments";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";
import { notFound } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { decryptOrNull, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";
import type { SavedMethod } from "./gateways/contract";
import { type SavedMethodView, savedMethodInput } from "./schemas";

/**
 * Keeps a way to pay that the customer agreed to, in the transaction that settles its payment. The provider's
 * handle is stored sealed; the same card is kept once, and anew when it had been removed.
 */
export async function keepMethod(
  ctx: Ctx<Tx>,
  input: { customerId: string; gateway: string; savedMethod: SavedMethod },
): Promise<string> {
  const { customerId, gateway } = input;
  const { token, label } = input.savedMethod;
  const kept = { sealedToken: encrypt(token), label: label.slice(0, 100), removedAt: null };
  const [row] = await ctx.db
    .insert(savedMethods)
    .values({
      id: newId("savedMethod"),
      customerId,
      gateway,
      tokenHash: sha256Hex(`${gateway}:${token}`),
      createdAt: ctx.clock(),
      ...kept,
    })
    .onConflictDoUpdate({
      target: [savedMethods.customerId, savedMethods.tokenHash],
      set: { ...kept, createdAt: ctx.clock() },
    })
    .returning({ id: savedMethods.id });
  if (!row) throw new Error("The way to pay was not kept");
  await recordAudit(ctx, {
    action: "payments.keepMethod",
    subject: { type: "customer", id: customerId },
    after: { savedMethodId: row.id, gateway, label: kept.label },
  });
  return row.id;
}

/** Ways to pay that may be charged again, the one agreed to last at the end. */
export async function listSavedMethods(
  ctx: Ctx,
  input: { customerId: string },
): Promise<SavedMethodView[]> {
  requireSelfOr(ctx, input.customerId, "customers.read");
  const { id, gateway, label, createdAt } = savedMethods;
  return ctx.db
    .select({ id, gateway, label, createdAt })
    .from(savedMethods)
    .where(and(eq(savedMethods.customerId, input.customerId), isNull(savedMethods.removedAt)))
    .orderBy(asc(createdAt), asc(id));
}

/** Forgets a way to pay, the provider's handle with it. What is kept is only that there was one. */
export async function removeSavedMethod(ctx: Ctx, input: { savedMethodId: string }): Promise<void> {
  const { savedMethodId } = parseInput(savedMethodInput, input);
  await inTransaction(ctx, async (tx) => {
    const byId = eq(savedMethods.id, savedMethodId);
    const [row] = await tx.db.select().from(savedMethods).where(byId).for("update");
    if (!row) throw notFound("saved_method", savedMethodId);
    requireSelfOr(tx, row.customerId, "customers.write");
    if (row.removedAt) return;
    await tx.db.update(savedMethods).set({ removedAt: tx.clock(), sealedToken: "" }).where(byId);
    await recordAudit(tx, {
      action: "payments.removeMethod",
      subject: { type: "customer", id: row.customerId },
      before: { savedMethodId, gateway: row.gateway, label: row.label },
    });
  });
}

/** The provider's handle, opened for one charge; null when the customer has removed it, or no known key opens it. */
export async function openSavedMethod(ctx: Ctx, savedMethodId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select()
    .from(savedMethods)
    .where(and(eq(savedMethods.id, savedMethodId), isNull(savedMethods.removedAt)));
  return row ? decryptOrNull(row.sealedToken) : null;
}
