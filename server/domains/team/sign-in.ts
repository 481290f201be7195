import { eq } from "drizzle-orm";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import type { SignInMethod, Visitor } from "./access-claims";
import { factorsOf, type Site, verifyPasskey } from "./factors";
import { forgiveAddress } from "./lockout";
import { openPendingSignIn } from "./pending-sign-in";
import type { credentialsInput } from "./schemas";
import { type OpenedSession, openSession } from "./sessions";
import { verifyCredentials } from "./verify-credentials";

/** Signed in, or half of it: the secret is for the browser that shows the second factor next. */
export type SignInStep =
  | { kind: "signed_in"; session: OpenedSession }
  | { kind: "second_factor"; secret: string };

/** Signs an operator in by e-mail and password. Throws as {@link verifyCredentials} does. */
export async function signInWithPassword(
  ctx: Ctx,
  input: z.input<typeof credentialsInput> & Visitor,
): Promise<SignInStep> {
  const { adminId } = await verifyCredentials(ctx, input);
  return takeFirstStep(ctx, { ...input, adminId, method: "password" });
}

/**
 * Signs in the operator who linked this Telegram account. The caller has checked Telegram's signature.
 *
 * @throws AppError `unauthenticated telegram_not_linked`
 */
export async function signInWithTelegram(
  ctx: Ctx,
  input: { telegramId: bigint } & Visitor,
): Promise<SignInStep> {
  const [admin] = await ctx.db
    .select({ id: admins.id, disabledAt: admins.disabledAt })
    .from(admins)
    .where(eq(admins.telegramId, input.telegramId));
  if (!admin || admin.disabledAt) {
    throw new AppError(
      "unauthenticated",
      "telegram_not_linked",
      "No operator has linked this Telegram account.",
    );
  }
  return takeFirstStep(ctx, { ...input, adminId: admin.id, method: "telegram" });
}

/**
 * Signs in whoever shows a passkey and unlocked it: nothing else is asked for.
 *
 * @throws AppError `unauthenticated passkey_refused`
 */
export async function signInWithPasskey(
  ctx: Ctx,
  input: { answer: unknown; site: Site } & Visitor,
): Promise<SignInStep> {
  const { answer, site, address, userAgent } = input;
  const shown = await verifyPasskey(ctx, { answer, site, alone: true });
  const [admin] = await ctx.db
    .select({ disabledAt: admins.disabledAt })
    .from(admins)
    .where(eq(admins.id, shown?.adminId ?? ""));
  if (!shown || !admin || admin.disabledAt) {
    throw new AppError("unauthenticated", "passkey_refused", "This passkey opens no account here.");
  }
  const { adminId } = shown;
  const method = "passkey";
  await forgiveAddress(ctx, { address });
  const session = await openSession(ctx, { adminId, method, address, userAgent, confirmed: true });
  return { kind: "signed_in", session };
}

async function takeFirstStep(
  ctx: Ctx,
  input: { adminId: string; method: SignInMethod } & Visitor,
): Promise<SignInStep> {
  const { adminId, method, address, userAgent } = input;
  const { totp, passkeys } = await factorsOf(ctx, { adminId });
  if (totp || passkeys > 0) {
    const { secret } = await openPendingSignIn(ctx, { adminId, method });
    return { kind: "second_factor", secret };
  }
  const session = await inTransaction(ctx, (tx) =>
    openSession(tx, { adminId, method, address, userAgent, confirmed: method === "password" }),
  );
  return { kind: "signed_in", session };
}
