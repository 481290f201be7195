import { and, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { decrypt } from "@/server/core/sealing";

/** What every authenticator app knows: SHA-1, six digits, 30 seconds. */
const PERIOD_SECONDS = 30;
/** Clocks of phones may be off by so many steps. */
const SKEW_STEPS = 1;

/** Codes of a secret in base32. */
export const totpOf = (secret: string): TOTP =>
  new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
  });

/** The time step a code is of, one step of skew allowed; null when it is none of them. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, "");
  const timestamp = now.getTime();
  const delta = /^\d{6}$/.test(token)
    ? totpOf(secret).validate({ token, timestamp, window: SKEW_STEPS })
    : null;
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** Whether a code of the operator's app is right. Each counts once, and none that is older than the last. */
export async function verifyTotp(
  ctx: Ctx,
  input: { adminId: string; code: string },
): Promise<boolean> {
  const [admin] = await ctx.db
    .select({ sealed: admins.totpSealed })
    .from(admins)
    .where(and(eq(admins.id, input.adminId), isNotNull(admins.totpConfirmedAt)));
  if (!admin?.sealed) return false;
  const step = stepOfCode(decrypt(admin.sealed), input.code, ctx.clock());
  if (step === null) return false;
  const spent = await ctx.db
    .update(admins)
    .set({ totpLastStep: BigInt(step) })
    .where(
      and(
        eq(admins.id, input.adminId),
        or(isNull(admins.totpLastStep), lt(admins.totpLastStep, BigInt(step))),
      ),
    )
    .returning({ id: admins.id });
  return spent.length > 0;
}
