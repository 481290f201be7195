import { and, eq, ne } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { plans } from "@/db/schema/catalog";
import { type AmountsByCurrency, promoCodes } from "@/db/schema/promocodes";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { lockCode, type PromoRow } from "./internal";
import {
  createPromoCodeInput,
  type generatePromoCodesInput,
  type PromoCodeView,
  promoCodeIdInput,
  updatePromoCodeInput,
} from "./schemas";
import { toView } from "./views";

type Terms = Omit<z.output<typeof generatePromoCodesInput>, "prefix" | "count">;
type Values = Omit<typeof promoCodes.$inferInsert, "id" | "code">;

const stored = (amounts: Partial<Record<string, bigint>>): AmountsByCurrency =>
  Object.fromEntries(
    Object.entries(amounts).map(([currency, amount]) => [currency, String(amount)]),
  );

/** Columns of what was entered; what another kind of code would give is left out. */
export function columnsOf(terms: Terms): Values {
  const { kind, special, trialDays, percentBp, amounts, ...rest } = terms;
  const { trafficBytes, ...others } = special;
  const gives =
    kind === "special"
      ? { ...others, ...(trafficBytes ? { trafficBytes: trafficBytes.toString() } : {}) }
      : // Which plan is tried, where it is not the one of the trials.
        kind === "trial_days" && special.planId
        ? { planId: special.planId }
        : {};
  return {
    ...rest,
    kind,
    percentBp: kind === "percent" ? percentBp : null,
    amounts: kind === "fixed" ? stored(amounts) : {},
    trialDays: kind === "trial_days" ? trialDays : null,
    special: gives,
    minOrder: stored(terms.minOrder),
  };
}

/** A code that gives a plan names one that exists. */
export async function requirePlan(ctx: Ctx, planId: string | undefined): Promise<void> {
  if (!planId) return;
  const [row] = await ctx.db.select({ id: plans.id }).from(plans).where(eq(plans.id, planId));
  if (row) return;
  throw new AppError(
    "validation",
    "promo_plan_unknown",
    "special: this plan is not there (any more), choose another one",
  );
}

export async function createPromoCode(
  ctx: Ctx,
  input: z.input<typeof createPromoCodeInput>,
): Promise<PromoCodeView> {
  requirePermission(ctx, "promocodes.write");
  const { code, ...terms } = parseInput(createPromoCodeInput, input);
  return inTransaction(ctx, async (tx) => {
    await requirePlan(tx, terms.special.planId);
    const now = tx.clock();
    const [row] = await tx.db
      .insert(promoCodes)
      .values({
        ...columnsOf(terms),
        id: newId("promoCode"),
        code,
        createdBy: tx.actor.id,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing({ target: promoCodes.code })
      .returning();
    if (!row) throw taken(code);
    await audit(tx, "create", null, row);
    return toView(row, now);
  });
}

/**
 * Changes a code from now on; what is reserved keeps what was quoted. A code that was used keeps its name and
 * what it gives, so that its history goes on telling the truth.
 */
export async function updatePromoCode(
  ctx: Ctx,
  input: z.input<typeof updatePromoCodeInput>,
): Promise<PromoCodeView> {
  requirePermission(ctx, "promocodes.write");
  const { promoCodeId, code, ...terms } = parseInput(updatePromoCodeInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockCode(tx, promoCodeId);
    if (terms.special.planId !== before.special.planId) {
      await requirePlan(tx, terms.special.planId);
    }
    requireUnusedChange(before, code, terms);
    if (code !== before.code) await requireFree(tx, code, promoCodeId);
    const [row] = await tx.db
      .update(promoCodes)
      .set({ ...columnsOf(terms), code, updatedAt: tx.clock() })
      .where(eq(promoCodes.id, promoCodeId))
      .returning();
    if (!row) throw new Error("A locked promo code is gone");
    await audit(tx, "update", before, row);
    return toView(row, tx.clock());
  });
}

function requireUnusedChange(before: PromoRow, code: string, terms: Terms): void {
  if (before.uses === 0) return;
  if (code !== before.code || terms.kind !== before.kind) {
    throw new AppError(
      "precondition",
      "promo_in_use",
      "This code has been used: archive it and make a new one instead.",
    );
  }
  if (terms.maxUses !== null && terms.maxUses < before.uses) {
    throw new AppError(
      "precondition",
      "promo_below_uses",
      `maxUses: it has been used ${before.uses} times, enter at least that or archive the code`,
      { uses: before.uses },
    );
  }
}

async function requireFree(tx: Ctx<Tx>, code: string, promoCodeId: string): Promise<void> {
  const [other] = await tx.db
    .select({ id: promoCodes.id })
    .from(promoCodes)
    .where(and(eq(promoCodes.code, code), ne(promoCodes.id, promoCodeId)));
  if (other) throw taken(code);
}

const taken = (code: string) =>
  new AppError("conflict", "promo_taken", `code: ${code} exists already, choose another one`, {
    code,
  });

/** Nobody can enter it any more. Orders that have it reserved still get what was quoted. */
export const archivePromoCode = (ctx: Ctx, input: z.input<typeof promoCodeIdInput>) =>
  setArchived(ctx, input, true);
export const restorePromoCode = (ctx: Ctx, input: z.input<typeof promoCodeIdInput>) =>
  setArchived(ctx, input, false);

async function setArchived(
  ctx: Ctx,
  input: z.input<typeof promoCodeIdInput>,
  archived: boolean,
): Promise<PromoCodeView> {
  requirePermission(ctx, "promocodes.write");
  const { promoCodeId } = parseInput(promoCodeIdInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockCode(tx, promoCodeId);
    const now = tx.clock();
    const [row] = await tx.db
      .update(promoCodes)
      .set({ archivedAt: archived ? (before.archivedAt ?? now) : null, updatedAt: now })
      .where(eq(promoCodes.id, promoCodeId))
      .returning();
    if (!row) throw new Error("A locked promo code is gone");
    await audit(tx, archived ? "archive" : "restore", before, row);
    return toView(row, now);
  });
}

const audit = (tx: Ctx<Tx>, verb: string, before: PromoRow | null, after: PromoRow) =>
  recordAudit(tx, {
    action: `promocodes.${verb}`,
    subject: { type: "promo_code", id: after.id },
    before,
    after,
  });
