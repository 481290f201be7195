import { randomInt } from "node:crypto";
import { and, count, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { adminRecoveryCodes } from "@/db/schema/team";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { recordAudit } from "@/server/domains/audit";
import { ownId } from "../own-id";
import { factorsOf } from "./factors-of";
import { recoveryCodeHash } from "./recovery-codes";

const HOW_MANY = 10;
/** Without letters and digits that look alike: 12 of 30 are 58 bits. */
const LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

const group = (): string =>
  Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join("");

/** New codes in place of all old ones, in clear this once. */
export async function makeRecoveryCodes(
  ctx: Ctx<Tx>,
  input: { adminId: string; onlyIfNone?: boolean },
): Promise<string[]> {
  const { adminId, onlyIfNone = false } = input;
  if (onlyIfNone) {
    const [left] = await ctx.db
      .select({ n: count() })
      .from(adminRecoveryCodes)
      .where(and(eq(adminRecoveryCodes.adminId, adminId), isNull(adminRecoveryCodes.usedAt)));
    if (left && left.n > 0) return [];
  }
  await ctx.db.delete(adminRecoveryCodes).where(eq(adminRecoveryCodes.adminId, adminId));
  const codes = Array.from({ length: HOW_MANY }, () => [group(), group(), group()].join("-"));
  await ctx.db
    .insert(adminRecoveryCodes)
    .values(
      codes.map((code) => ({ adminId, hash: recoveryCodeHash(code), createdAt: ctx.clock() })),
    );
  await recordAudit(ctx, {
    action: "team.makeRecoveryCodes",
    subject: { type: "admin", id: adminId },
    after: { codes: HOW_MANY },
  });
  return codes;
}

/** Makes the old codes worthless. Throws `precondition second_factor_first`, `forbidden fresh_factor_needed`. */
export async function renewRecoveryCodes(ctx: Ctx): Promise<{ recoveryCodes: string[] }> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const { totp, passkeys } = await factorsOf(ctx, { adminId });
  if (!totp && passkeys === 0) {
    throw new AppError(
      "precondition",
      "second_factor_first",
      "Recovery codes stand in for a second factor: set one up first.",
    );
  }
  const recoveryCodes = await inTransaction(ctx, (tx) => makeRecoveryCodes(tx, { adminId }));
  return { recoveryCodes };
}
