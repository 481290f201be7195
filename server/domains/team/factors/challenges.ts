import { and, eq, gt, isNull } from "drizzle-orm";
import { oneTimeSecrets } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";
import { newId } from "@/server/core/ids";

const PURPOSE = "passkey";
const LIFETIME_MS = 5 * 60_000;

/** Remembers a question put to a passkey; `subject` is whom it is put to, empty for anybody. */
export async function openChallenge(
  ctx: Ctx,
  input: { challenge: string; subject: string },
): Promise<void> {
  const now = ctx.clock();
  await ctx.db.insert(oneTimeSecrets).values({
    id: newId("oneTimeSecret"),
    purpose: PURPOSE,
    subject: input.subject,
    hash: sha256Hex(input.challenge),
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
  });
}

/** Whether this question was put, to this person, lately, and was not answered yet. */
export async function spendChallenge(
  ctx: Ctx,
  input: { challenge: string; subject: string },
): Promise<boolean> {
  const spent = await ctx.db
    .update(oneTimeSecrets)
    .set({ usedAt: ctx.clock() })
    .where(
      and(
        eq(oneTimeSecrets.purpose, PURPOSE),
        eq(oneTimeSecrets.subject, input.subject),
        eq(oneTimeSecrets.hash, sha256Hex(input.challenge)),
        isNull(oneTimeSecrets.usedAt),
        gt(oneTimeSecrets.expiresAt, ctx.clock()),
      ),
    )
    .returning({ id: oneTimeSecrets.id });
  return spent.length > 0;
}
