import { eq } from "drizzle-orm";
import type { z } from "zod";
import { customers } from "@/db/schema/customers";
import { type PartnerTerms, partners } from "@/db/schema/partners";
import { type Ctx, inTransaction, requirePermission } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { announce, getPartnerRow, lockPartner, requireOwnOr, toView } from "./internal";
import { hiddenDetails, sealDetails } from "./payout-methods/details";
import { methodOf } from "./payout-methods/registry";
import { readProgram } from "./program";
import { type PartnerView, setParentInput, setPayoutMethodInput, setTermsInput } from "./schemas";

/** What differs from the program for one partner. Applies to orders from now on. */
export async function setTerms(
  ctx: Ctx,
  input: z.input<typeof setTermsInput>,
): Promise<PartnerView> {
  requirePermission(ctx, "partners.write");
  const { partnerId, directBp, overrideBp, holdDays, waivedFeeAmount } = parseInput(
    setTermsInput,
    input,
  );
  const terms: PartnerTerms = {
    ...(directBp !== null && { directBp }),
    ...(overrideBp !== null && { overrideBp }),
    ...(holdDays !== null && { holdDays }),
    ...(waivedFeeAmount !== null && { waivedFeeAmount: waivedFeeAmount.toString() }),
  };
  return inTransaction(ctx, async (tx) => {
    const before = await lockPartner(tx, partnerId);
    const [row] = await tx.db
      .update(partners)
      .set({ terms, updatedAt: tx.clock() })
      .where(eq(partners.id, partnerId))
      .returning();
    await recordAudit(tx, {
      action: "partners.setTerms",
      subject: { type: "partner", id: partnerId },
      before: before.terms,
      after: terms,
    });
    await announce(tx, row ?? before);
    return toView(row ?? before);
  });
}

/**
 * Puts a partner below another, or below nobody.
 *
 * @throws AppError `conflict partner_circle` when the other one stands below them already
 */
export async function setParent(
  ctx: Ctx,
  input: z.input<typeof setParentInput>,
): Promise<PartnerView> {
  requirePermission(ctx, "partners.write");
  const { partnerId, parentId, reason } = parseInput(setParentInput, input);
  return inTransaction(ctx, async (tx) => {
    // Two moves at once could close a circle that neither saw.
    await tx.db
      .select({ id: partners.id })
      .from(partners)
      .orderBy(partners.id)
      .for("no key update");
    const before = await lockPartner(tx, partnerId);
    for (let above = parentId; above; above = (await getPartnerRow(tx, above)).parentId) {
      if (above === partnerId) {
        throw new AppError(
          "conflict",
          "partner_circle",
          "That partner stands below this one. Choose somebody else.",
        );
      }
    }
    const [row] = await tx.db
      .update(partners)
      .set({ parentId, updatedAt: tx.clock() })
      .where(eq(partners.id, partnerId))
      .returning();
    await recordAudit(tx, {
      action: "partners.setParent",
      subject: { type: "partner", id: partnerId },
      before: { parentId: before.parentId },
      after: { parentId, reason },
    });
    await announce(tx, row ?? before);
    return toView(row ?? before);
  });
}

/** Where a partner's payouts go. Refuses what could not be paid to; open payouts keep what they were asked with. */
export async function setPayoutMethod(
  ctx: Ctx,
  input: z.input<typeof setPayoutMethodInput>,
): Promise<PartnerView> {
  const { partnerId, details, autoPayout } = parseInput(setPayoutMethodInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockPartner(tx, partnerId);
    requireOwnOr(tx, before, "partners.write");
    const method = methodOf(details.method);
    if (!method.rules((await readProgram(tx)).settings).enabled) {
      throw new AppError(
        "precondition",
        "payout_method_off",
        "This way of payout is not offered at the moment. Choose another.",
      );
    }
    const [customer] = await tx.db
      .select({ telegramId: customers.telegramId })
      .from(customers)
      .where(eq(customers.id, before.customerId));
    if (!customer) throw notFound("customer", before.customerId);
    const checked = method.checkDetails(details, {
      customerId: before.customerId,
      telegramId: customer.telegramId,
    });
    const [row] = await tx.db
      .update(partners)
      .set({
        payoutMethod: details.method,
        sealedPayoutDetails: sealDetails(checked),
        autoPayout,
        updatedAt: tx.clock(),
      })
      .where(eq(partners.id, partnerId))
      .returning();
    // Hidden in the log too: who reads it may not be who may pay.
    await recordAudit(tx, {
      action: "partners.setPayoutMethod",
      subject: { type: "partner", id: partnerId },
      before: { method: before.payoutMethod, autoPayout: before.autoPayout },
      after: { method: details.method, to: hiddenDetails(checked), autoPayout },
    });
    await announce(tx, row ?? before);
    return toView(row ?? before);
  });
}
