import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { oneTimeSecrets } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { randomToken, sha256Hex } from "@/server/core/crypto";
import { env } from "@/server/core/env";
import { newId } from "@/server/core/ids";

/** Links to set a password are one kind, whether somebody forgot theirs or never had one. */
export const PASSWORD_LINK = "password_reset";

/** A link that sets this operator's password, once and until `lifetimeMs` from now. */
export async function openPasswordLink(
  ctx: Ctx,
  input: { adminId: string; lifetimeMs: number },
): Promise<{ link: string; expiresAt: Date }> {
  const id = newId("oneTimeSecret");
  const token = randomToken(32);
  const createdAt = ctx.clock();
  const expiresAt = new Date(createdAt.getTime() + input.lifetimeMs);
  await ctx.db.insert(oneTimeSecrets).values({
    id,
    purpose: PASSWORD_LINK,
    subject: input.adminId,
    hash: sha256Hex(token),
    createdAt,
    expiresAt,
  });
  const base = env().APP_URL ?? `http://localhost:${env().PORT}`;
  // Behind the #, the secret reaches neither logs nor other sites.
  return { link: `${base}/sign-in/new-password#${id}.${token}`, expiresAt };
}

/** Makes every open link of an operator worthless. */
export async function voidPasswordLinks(ctx: Ctx<Tx>, adminId: string): Promise<void> {
  await ctx.db
    .update(oneTimeSecrets)
    .set({ usedAt: ctx.clock() })
    .where(
      and(
        eq(oneTimeSecrets.purpose, PASSWORD_LINK),
        eq(oneTimeSecrets.subject, adminId),
        isNull(oneTimeSecrets.usedAt),
      ),
    );
}
