import { randomInt } from "node:crypto";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { promoCodes } from "@/db/schema/promocodes";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { columnsOf, requirePlan } from "./save-promo-code";
import { generatePromoCodesInput } from "./schemas";

/** No character that is mistaken for another one on paper. */
const ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const RANDOM_LENGTH = 8;
const CHUNK = 1000;

const randomPart = (): string =>
  Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/**
 * Makes many codes of the same terms in one transaction: all of them or none. Unguessable, since whoever knows
 * one learns nothing of the others.
 */
export async function generatePromoCodes(
  ctx: Ctx,
  input: z.input<typeof generatePromoCodesInput>,
): Promise<{ batch: string; count: number }> {
  requirePermission(ctx, "promocodes.write");
  const { prefix, count, ...terms } = parseInput(generatePromoCodesInput, input);
  const batch = `${prefix.replace(/[-_]+$/, "") || "BATCH"}-${randomPart()}`;
  await inTransaction(ctx, async (tx) => {
    await requirePlan(tx, terms.special.planId);
    const values = { ...columnsOf(terms), batch };
    for (let made = 0; made < count; ) {
      made += await insertSome(tx, values, prefix, Math.min(CHUNK, count - made));
    }
    await recordAudit(tx, {
      action: "promocodes.generate",
      subject: { type: "promo_batch", id: batch },
      after: { ...values, prefix, count },
    });
  });
  return { batch, count };
}

/** One that exists already is simply not made; the caller asks for another. */
async function insertSome(
  tx: Ctx<Tx>,
  values: ReturnType<typeof columnsOf>,
  prefix: string,
  count: number,
): Promise<number> {
  const now = tx.clock();
  const made = await tx.db
    .insert(promoCodes)
    .values(
      Array.from({ length: count }, () => ({
        ...values,
        id: newId("promoCode"),
        code: `${prefix}${randomPart()}`,
        createdBy: tx.actor.id,
        createdAt: now,
        updatedAt: now,
      })),
    )
    .onConflictDoNothing({ target: promoCodes.code })
    .returning({ id: promoCodes.id });
  return made.length;
}
