import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import type { Visitor } from "./access-claims";
import {
  type Factors,
  factorsOf,
  passkeyOptions,
  type Site,
  spendRecoveryCode,
  verifyPasskey,
  verifyTotp,
} from "./factors";
import { countQuestion, countSecondFactor, forgiveAddress, forgiveSecondFactor } from "./lockout";
import {
  countPendingAttempt,
  findPendingSignIn,
  type PendingSignIn,
  signInExpired,
  spendPendingSignIn,
} from "./pending-sign-in";
import { openSession } from "./sessions";
import type { SignInStep } from "./sign-in";

const factorInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["totp", "recovery"]), code: z.string().max(100) }),
  z.object({ kind: z.literal("passkey"), answer: z.unknown() }),
]);

/** What the operator may show who is in the middle of signing in; null when nobody is. */
export async function pendingSignInFactors(
  ctx: Ctx,
  input: { secret: string },
): Promise<Factors | null> {
  const pending = await findPendingSignIn(ctx, input);
  return pending && factorsOf(ctx, { adminId: pending.adminId });
}

/**
 * What a browser needs to ask for a passkey: one of the operator who is in the middle of signing in with
 * `secret`, or without it whichever the person has here.
 *
 * @throws AppError `unauthenticated sign_in_expired`, `rate_limited`
 */
export async function passkeyQuestion(
  ctx: Ctx,
  input: { secret: string | null; site: Site; address: string },
) {
  const { secret, site, address } = input;
  await countQuestion(ctx, { address });
  if (secret === null) return passkeyOptions(ctx, { site });
  const pending = await findPendingSignIn(ctx, { secret });
  if (!pending) throw signInExpired();
  return passkeyOptions(ctx, { adminId: pending.adminId, site });
}

/**
 * The second step of a sign-in. A wrong code may be tried again a few times, each further failure of the account
 * waits longer, and what is right opens one session.
 *
 * @throws AppError `unauthenticated wrong_code`, `unauthenticated sign_in_expired`, `rate_limited`
 */
export async function finishSignIn(
  ctx: Ctx,
  input: { factor: z.input<typeof factorInput>; secret: string; site: Site } & Visitor,
): Promise<SignInStep> {
  const factor = parseInput(factorInput, input.factor);
  const { address, userAgent, site } = input;
  const pending = await findPendingSignIn(ctx, { secret: input.secret });
  if (!pending) throw signInExpired();
  const { id, adminId, method } = pending;
  // Counted before it is looked at: guesses that come all at once count too.
  await countSecondFactor(ctx, { adminId, address });
  await countPendingAttempt(ctx, { id });
  if (!(await isRight(ctx, pending, factor, site))) {
    throw new AppError("unauthenticated", "wrong_code", "This code is not right.");
  }
  const session = await inTransaction(ctx, async (tx) => {
    await spendPendingSignIn(tx, { id });
    const [admin] = await tx.db
      .select({ id: admins.id })
      .from(admins)
      .where(and(eq(admins.id, adminId), isNull(admins.disabledAt)));
    if (!admin) throw signInExpired();
    if (factor.kind === "recovery") {
      await recordAudit(tx, {
        action: "team.useRecoveryCode",
        subject: { type: "admin", id: adminId },
        after: { address },
      });
    }
    await forgiveSecondFactor(tx, { adminId });
    if (factor.kind === "passkey") await forgiveAddress(tx, { address });
    return openSession(tx, { adminId, method, address, userAgent, confirmed: true });
  });
  return { kind: "signed_in", session };
}

async function isRight(
  ctx: Ctx,
  { adminId }: PendingSignIn,
  factor: z.output<typeof factorInput>,
  site: Site,
): Promise<boolean> {
  switch (factor.kind) {
    case "totp":
      return verifyTotp(ctx, { adminId, code: factor.code });
    case "recovery":
      return spendRecoveryCode(ctx, { adminId, code: factor.code });
    case "passkey": {
      const shown = await verifyPasskey(ctx, { answer: factor.answer, site, alone: false });
      return shown?.adminId === adminId;
    }
  }
}
