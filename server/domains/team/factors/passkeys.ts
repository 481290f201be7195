import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  type WebAuthnCredential,
} from "@simplewebauthn/server";
import { and, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { adminPasskeys } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { openChallenge, spendChallenge } from "./challenges";

/** Where the dashboard is open: passkeys are bound to it. */
export type Site = {
  /** e.g. `https://shop.example.com` */
  origin: string;
  /** Its host name. */
  rpId: string;
};

const base64url = z
  .string()
  .max(8000)
  .regex(/^[\w-]*$/);

/** What a browser answers; `@simplewebauthn/server` looks at the rest. */
const answerSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

/**
 * What a browser needs to ask for a passkey: for one of `adminId`, or without it for whichever of this site the
 * person chooses, who then has to unlock it, since nothing else is asked of them.
 */
export async function passkeyOptions(
  ctx: Ctx,
  input: { adminId?: string; site: Site },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { adminId, site } = input;
  const own = adminId
    ? await ctx.db
        .select({ id: adminPasskeys.id, transports: adminPasskeys.transports })
        .from(adminPasskeys)
        .where(eq(adminPasskeys.adminId, adminId))
    : [];
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    userVerification: adminId ? "preferred" : "required",
    allowCredentials: own.map(({ id, transports }) => ({
      id,
      transports: transports as WebAuthnCredential["transports"],
    })),
  });
  await openChallenge(ctx, { challenge: options.challenge, subject: adminId ?? "" });
  return options;
}

/**
 * Whose passkey a browser showed; null for anything that is none of ours, an answer to another question, or one
 * that was given before. `alone`: no other factor is asked for, so the person must have unlocked it.
 */
export async function verifyPasskey(
  ctx: Ctx,
  input: { answer: unknown; site: Site; alone: boolean },
): Promise<{ adminId: string } | null> {
  const { site, alone } = input;
  const parsed = answerSchema.safeParse(input.answer);
  if (!parsed.success) return null;
  const answer = parsed.data;
  const [passkey] = await ctx.db
    .select()
    .from(adminPasskeys)
    .where(eq(adminPasskeys.id, answer.id));
  if (!passkey) return null;
  const verified = await verifyAuthenticationResponse({
    response: { ...answer, clientExtensionResults: {} },
    expectedChallenge: (challenge) =>
      spendChallenge(ctx, { challenge, subject: alone ? "" : passkey.adminId }),
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: alone,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
      counter: Number(passkey.counter),
    },
  }).catch((error: unknown) => {
    ctx.log.info({ err: error }, "a passkey was refused");
    return null;
  });
  if (!verified?.verified) return null;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  const counter = BigInt(newCounter);
  // Read and written apart: of two answers at once that carry the same count, one is a copy's.
  const counted = await ctx.db
    .update(adminPasskeys)
    .set({
      counter,
      backedUp: credentialBackedUp,
      lastUsedAt: ctx.clock(),
    })
    .where(
      and(
        eq(adminPasskeys.id, passkey.id),
        counter === 0n ? eq(adminPasskeys.counter, 0n) : lt(adminPasskeys.counter, counter),
      ),
    )
    .returning({ adminId: adminPasskeys.adminId });
  return counted[0] ?? null;
}
