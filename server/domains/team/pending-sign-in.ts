import { and, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { oneTimeSecrets } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { randomToken, safeEqual, sha256Hex } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import type { SignInMethod } from "./access-claims";

const PURPOSE = "second_factor";
/** So long may somebody look for their second factor. */
export const PENDING_SECONDS = 10 * 60;
const MAX_ATTEMPTS = 6;

export type PendingSignIn = { id: string; adminId: string; method: SignInMethod };

/** Keeps that the first step of a sign-in worked; the secret is for the browser that did it. */
export async function openPendingSignIn(
  ctx: Ctx,
  input: { adminId: string; method: SignInMethod },
): Promise<{ secret: string }> {
  const id = newId("oneTimeSecret");
  const token = randomToken(32);
  await ctx.db.insert(oneTimeSecrets).values({
    id,
    purpose: PURPOSE,
    subject: input.adminId,
    hash: sha256Hex(token),
    data: { method: input.method },
    createdAt: ctx.clock(),
    expiresAt: new Date(ctx.clock().getTime() + PENDING_SECONDS * 1000),
  });
  return { secret: `${id}.${token}` };
}

/** The sign-in a browser is in the middle of; null when it is over, or was tried too often. */
export async function findPendingSignIn(
  ctx: Ctx,
  input: { secret: string },
): Promise<PendingSignIn | null> {
  const [id = "", token = ""] = input.secret.split(".");
  const [row] = await ctx.db.select().from(oneTimeSecrets).where(isPending(ctx, id));
  if (!row || !safeEqual(row.hash, sha256Hex(token))) return null;
  return { id, adminId: row.subject, method: row.data.method as SignInMethod };
}

/** Counts before looking, so that parallel guesses all count. Throws `unauthenticated sign_in_expired`. */
export async function countPendingAttempt(ctx: Ctx, input: { id: string }): Promise<void> {
  const counted = await ctx.db
    .update(oneTimeSecrets)
    .set({ attempts: sql`${oneTimeSecrets.attempts} + 1` })
    .where(isPending(ctx, input.id))
    .returning({ id: oneTimeSecrets.id });
  if (counted.length === 0) throw signInExpired();
}

/** It opens one session. Throws `unauthenticated sign_in_expired` when it already did. */
export async function spendPendingSignIn(ctx: Ctx, input: { id: string }): Promise<void> {
  const spent = await ctx.db
    .update(oneTimeSecrets)
    .set({ usedAt: ctx.clock() })
    .where(and(eq(oneTimeSecrets.id, input.id), isNull(oneTimeSecrets.usedAt)))
    .returning({ id: oneTimeSecrets.id });
  if (spent.length === 0) throw signInExpired();
}

/** Sign-ins of an operator that are half done have to begin again. */
export async function voidPendingSignIns(ctx: Ctx, adminId: string): Promise<void> {
  await ctx.db
    .update(oneTimeSecrets)
    .set({ usedAt: ctx.clock() })
    .where(
      and(
        eq(oneTimeSecrets.purpose, PURPOSE),
        eq(oneTimeSecrets.subject, adminId),
        isNull(oneTimeSecrets.usedAt),
      ),
    );
}

const isPending = (ctx: Ctx, id: string) =>
  and(
    eq(oneTimeSecrets.id, id),
    eq(oneTimeSecrets.purpose, PURPOSE),
    isNull(oneTimeSecrets.usedAt),
    gt(oneTimeSecrets.expiresAt, ctx.clock()),
    lt(oneTimeSecrets.attempts, MAX_ATTEMPTS),
  );

export const signInExpired = (): AppError =>
  new AppError("unauthenticated", "sign_in_expired", "This sign-in took too long. Begin again.");
