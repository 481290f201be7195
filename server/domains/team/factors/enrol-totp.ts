import { and, eq, isNull } from "drizzle-orm";
import { Secret } from "otpauth";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { decrypt, encrypt } from "@/server/core/sealing";
import { recordAudit } from "@/server/domains/audit";
import { ownId } from "../own-id";
import { totpCodeInput } from "../schemas";
import { keepOneFactor } from "./last-factor";
import { makeRecoveryCodes } from "./make-recovery-codes";
import { stepOfCode, totpOf } from "./totp";

const ISSUER = "Rezeis";
const SECRET_BYTES = 20;

/**
 * A new secret for an authenticator app. It counts from {@link confirmTotp} on; until then each call makes
 * another one.
 *
 * @returns `uri` for a QR code, `secret` in base32 to type in
 * @throws AppError `conflict totp_already_on`, `forbidden fresh_factor_needed`
 */
export async function startTotp(ctx: Ctx): Promise<{ secret: string; uri: string }> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  const [admin] = await ctx.db
    .update(admins)
    .set({ totpSealed: encrypt(secret), totpLastStep: null })
    .where(and(eq(admins.id, adminId), isNull(admins.totpConfirmedAt)))
    .returning({ email: admins.email });
  if (!admin) throw alreadyOn();
  const totp = totpOf(secret);
  totp.issuer = ISSUER;
  totp.label = admin.email;
  return { secret, uri: totp.toString() };
}

/**
 * The app shows the right code: from now on it is asked for. Who has no recovery codes gets some.
 *
 * @returns recovery codes to write down, none when there were some before
 * @throws AppError `validation wrong_code`, `conflict totp_already_on`
 */
export async function confirmTotp(
  ctx: Ctx,
  input: z.input<typeof totpCodeInput>,
): Promise<{ recoveryCodes: string[] }> {
  const { code } = parseInput(totpCodeInput, input);
  const adminId = ownId(ctx);
  return inTransaction(ctx, async (tx) => {
    const [admin] = await tx.db
      .select({ sealed: admins.totpSealed, confirmedAt: admins.totpConfirmedAt })
      .from(admins)
      .where(eq(admins.id, adminId))
      .for("update");
    if (admin?.confirmedAt) throw alreadyOn();
    const step = admin?.sealed ? stepOfCode(decrypt(admin.sealed), code, tx.clock()) : null;
    if (step === null) {
      throw new AppError("validation", "wrong_code", "This is not the code your app shows now.");
    }
    await tx.db
      .update(admins)
      .set({ totpConfirmedAt: tx.clock(), totpLastStep: BigInt(step) })
      .where(eq(admins.id, adminId));
    await recordAudit(tx, { action: "team.enableTotp", subject: { type: "admin", id: adminId } });
    return { recoveryCodes: await makeRecoveryCodes(tx, { adminId, onlyIfNone: true }) };
  });
}

/** The app's codes are not asked for any more. Throws `conflict last_factor`, `forbidden fresh_factor_needed`. */
export async function disableTotp(ctx: Ctx): Promise<void> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  await inTransaction(ctx, async (tx) => {
    await keepOneFactor(tx, { adminId, without: "totp" });
    await tx.db
      .update(admins)
      .set({ totpSealed: null, totpConfirmedAt: null, totpLastStep: null })
      .where(eq(admins.id, adminId));
    await recordAudit(tx, { action: "team.disableTotp", subject: { type: "admin", id: adminId } });
  });
}

const alreadyOn = (): AppError =>
  new AppError("conflict", "totp_already_on", "An app is set up already. Remove it first.");
