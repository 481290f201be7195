import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from "@simplewebauthn/server";
import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { adminPasskeys, admins } from "@/db/schema/team";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError, notFound } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { ownId } from "../own-id";
import { registerPasskeyInput, removePasskeyInput } from "../schemas";
import { openChallenge, spendChallenge } from "./challenges";
import { keepOneFactor } from "./last-factor";
import { makeRecoveryCodes } from "./make-recovery-codes";
import type { Site } from "./passkeys";

const ISSUER = "Rezeis";
const MOST = 20;

/** What a browser needs to make a passkey for whoever acts. Throws `forbidden fresh_factor_needed`. */
export async function passkeyRegistration(
  ctx: Ctx,
  input: { site: Site },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.id, adminId));
  const own = await ctx.db.select().from(adminPasskeys).where(eq(adminPasskeys.adminId, adminId));
  const options = await generateRegistrationOptions({
    rpName: ISSUER,
    rpID: input.site.rpId,
    userID: new TextEncoder().encode(adminId),
    userName: admin?.email ?? "",
    userDisplayName: admin?.name ?? "",
    attestationType: "none",
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: own.map(({ id, transports }) => ({
      id,
      transports: transports as WebAuthnCredential["transports"],
    })),
  });
  await openChallenge(ctx, { challenge: options.challenge, subject: `new:${adminId}` });
  return options;
}

/**
 * Keeps the passkey a browser made. Who has no recovery codes gets some.
 *
 * @throws AppError `validation passkey_refused`, `conflict passkey_taken`, `conflict passkeys_full`
 */
export async function registerPasskey(
  ctx: Ctx,
  input: z.input<typeof registerPasskeyInput> & { site: Site },
): Promise<{ recoveryCodes: string[] }> {
  const { name, answer } = parseInput(registerPasskeyInput, input);
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const { site } = input;
  const transports = answer.response.transports as WebAuthnCredential["transports"];
  const verified = await verifyRegistrationResponse({
    response: {
      ...answer,
      response: { ...answer.response, transports },
      clientExtensionResults: {},
    },
    expectedChallenge: (challenge) => spendChallenge(ctx, { challenge, subject: `new:${adminId}` }),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    ctx.log.info({ err: error }, "a new passkey was refused");
    return null;
  });
  if (!verified?.verified) {
    throw new AppError("validation", "passkey_refused", "This passkey could not be checked.");
  }
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return inTransaction(ctx, async (tx) => {
    const own = await tx.db
      .select({ id: adminPasskeys.id })
      .from(adminPasskeys)
      .where(eq(adminPasskeys.adminId, adminId));
    if (own.length >= MOST) {
      throw new AppError("conflict", "passkeys_full", "Remove a passkey that you do not use.");
    }
    const [made] = await tx.db
      .insert(adminPasskeys)
      .values({
        id: credential.id,
        adminId,
        name,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: BigInt(credential.counter),
        transports: credential.transports ?? [],
        backedUp: credentialBackedUp,
        createdAt: tx.clock(),
      })
      .onConflictDoNothing()
      .returning({ id: adminPasskeys.id });
    if (!made) throw new AppError("conflict", "passkey_taken", "This passkey is in use already.");
    await recordAudit(tx, {
      action: "team.addPasskey",
      subject: { type: "admin", id: adminId },
      after: { name },
    });
    return { recoveryCodes: await makeRecoveryCodes(tx, { adminId, onlyIfNone: true }) };
  });
}

export type OwnPasskey = {
  id: string;
  name: string;
  /** Kept by the maker of the device too, so that it survives its loss. */
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
};

export async function listOwnPasskeys(ctx: Ctx): Promise<OwnPasskey[]> {
  return ctx.db
    .select({
      id: adminPasskeys.id,
      name: adminPasskeys.name,
      backedUp: adminPasskeys.backedUp,
      createdAt: adminPasskeys.createdAt,
      lastUsedAt: adminPasskeys.lastUsedAt,
    })
    .from(adminPasskeys)
    .where(eq(adminPasskeys.adminId, ownId(ctx)))
    .orderBy(asc(adminPasskeys.createdAt), asc(adminPasskeys.id));
}

/** Throws `not_found`, `conflict last_factor`, `forbidden fresh_factor_needed`. */
export async function removePasskey(
  ctx: Ctx,
  input: z.input<typeof removePasskeyInput>,
): Promise<void> {
  const { passkeyId } = parseInput(removePasskeyInput, input);
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  await inTransaction(ctx, async (tx) => {
    await keepOneFactor(tx, { adminId, without: "passkey" });
    const [gone] = await tx.db
      .delete(adminPasskeys)
      .where(and(eq(adminPasskeys.id, passkeyId), eq(adminPasskeys.adminId, adminId)))
      .returning({ name: adminPasskeys.name });
    if (!gone) throw notFound("passkey", passkeyId.slice(0, 16));
    await recordAudit(tx, {
      action: "team.removePasskey",
      subject: { type: "admin", id: adminId },
      before: gone,
    });
  });
}
