import { eq } from "drizzle-orm";
import type { z } from "zod";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { countSignIn, forgiveSignIns } from "./lockout";
import { passwordMatches } from "./password";
import { credentialsInput } from "./schemas";
import { hasSignedInFrom } from "./sessions";

/**
 * Whom this e-mail and password belong to. An unknown address, a disabled account and a wrong password are one
 * answer that takes one time, and each further failure makes the next try wait longer, whether there is such an
 * account or not.
 *
 * @throws AppError `unauthenticated wrong_credentials`, `rate_limited`
 */
export async function verifyCredentials(
  ctx: Ctx,
  input: z.input<typeof credentialsInput> & { address: string },
): Promise<{ adminId: string }> {
  const { email, password } = parseInput(credentialsInput, input);
  const { address } = input;
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.email, email));
  // Counted before it is looked at: guesses that come all at once count too.
  const known = await hasSignedInFrom(ctx, { adminId: admin?.id ?? "", address });
  await countSignIn(ctx, { email, address, known, adminId: admin?.id ?? null });
  const matches = await passwordMatches(admin?.passwordHash ?? null, password);
  if (!admin || !matches || admin.disabledAt) {
    throw new AppError(
      "unauthenticated",
      "wrong_credentials",
      "The e-mail or the password is wrong.",
    );
  }
  await forgiveSignIns(ctx, { email, address, known });
  return { adminId: admin.id };
}
