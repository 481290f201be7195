import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { adminSessions, admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import {
  factorsOf,
  passkeyOptions,
  type Site,
  spendRecoveryCode,
  verifyPasskey,
  verifyTotp,
} from "./factors";
import { countSecondFactor, forgiveSecondFactor } from "./lockout";
import { ownId } from "./own-id";
import { passwordMatches } from "./password";
import { confirmIdentityInput } from "./schemas";

type Proof = z.output<typeof confirmIdentityInput>;

/** What a browser needs to ask whoever acts for one of their passkeys. */
export const ownPasskeyQuestion = (ctx: Ctx, input: { site: Site }) =>
  passkeyOptions(ctx, { adminId: ownId(ctx), site: input.site });

/**
 * Whoever sits at this session shows that it is them: dangerous actions are open to it for ten minutes. The
 * password is enough for those only who have no second factor.
 *
 * @throws AppError `validation wrong_code`, `rate_limited` after too many of them
 */
export async function confirmIdentity(
  ctx: Ctx,
  input: z.input<typeof confirmIdentityInput> & { site: Site },
): Promise<void> {
  const proof = parseInput(confirmIdentityInput, input);
  const adminId = ownId(ctx);
  const session = ctx.actor.type === "admin" ? ctx.actor.session : undefined;
  if (!session) throw new AppError("forbidden", "forbidden", "Only a session can be confirmed.");
  await countSecondFactor(ctx, { adminId, address: session.address });
  if (!(await isRight(ctx, adminId, proof, input.site))) {
    throw new AppError("validation", "wrong_code", "This is not right. Try again.");
  }
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(adminSessions)
      .set({ confirmedAt: tx.clock() })
      .where(and(eq(adminSessions.id, session.id), isNull(adminSessions.endedAt)));
    await forgiveSecondFactor(tx, { adminId });
    await recordAudit(tx, {
      action: "team.confirmIdentity",
      subject: { type: "admin", id: adminId },
      after: { by: proof.kind },
    });
  });
}

async function isRight(ctx: Ctx, adminId: string, proof: Proof, site: Site): Promise<boolean> {
  switch (proof.kind) {
    case "totp":
      return verifyTotp(ctx, { adminId, code: proof.code });
    case "recovery":
      return spendRecoveryCode(ctx, { adminId, code: proof.code });
    case "passkey": {
      const shown = await verifyPasskey(ctx, { answer: proof.answer, site, alone: false });
      return shown?.adminId === adminId;
    }
    case "password": {
      const { totp, passkeys } = await factorsOf(ctx, { adminId });
      if (totp || passkeys > 0) return false;
      const [admin] = await ctx.db.select().from(admins).where(eq(admins.id, adminId));
      return passwordMatches(admin?.passwordHash ?? null, proof.code);
    }
  }
}
