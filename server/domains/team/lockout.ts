import { eq, inArray, or, sql } from "drizzle-orm";
import { rateLimits } from "@/db/schema/protection";
import { type Ctx, inTransaction } from "@/server/core/context";
import { sha256Hex } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { recordAudit } from "@/server/domains/audit";

/** So many failures are free; each further one waits twice as long as the one before. */
const FREE = {
  account: 5,
  address: 20,
  second_factor: 5,
  own_password: 5,
  reset_account: 3,
  reset_address: 10,
} as const;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 60 * 60_000;
const FORGET_MS = 24 * 3_600_000;

type Limit = keyof typeof FREE;
const keyOf = (limit: Limit, subject: string) => `sign_in_${limit}:${subject}`;

async function count(ctx: Ctx, limit: Limit, subject: string): Promise<{ blocked: boolean }> {
  const now = ctx.clock();
  return inTransaction(ctx, async (tx) => {
    const key = keyOf(limit, subject);
    const fresh = {
      key,
      count: 0,
      startedAt: now,
      blockedUntil: null,
      expiresAt: new Date(now.getTime() + FORGET_MS),
    };
    await tx.db.insert(rateLimits).values(fresh).onConflictDoNothing();
    const [row] = await tx.db
      .select()
      .from(rateLimits)
      .where(eq(rateLimits.key, key))
      .for("update");
    const before = row && row.expiresAt > now ? row : fresh;
    if (before.blockedUntil && before.blockedUntil > now) throw tooMany(before.blockedUntil, now);
    const failures = before.count + 1;
    const over = failures - FREE[limit];
    const delay = over < 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** over, LONGEST_DELAY_MS);
    await tx.db
      .update(rateLimits)
      .set({
        count: failures,
        startedAt: before.startedAt,
        blockedUntil: delay ? new Date(now.getTime() + delay) : null,
        expiresAt: new Date(now.getTime() + FORGET_MS),
      })
      .where(eq(rateLimits.key, key));
    return { blocked: delay > 0 };
  });
}

const tooMany = (until: Date, now: Date): AppError =>
  new AppError("rate_limited", "rate_limited", "Too many attempts. Try again later.", {
    seconds: Math.ceil((until.getTime() - now.getTime()) / 1000),
  });

/** Where an operator has signed in before, strangers' guesses elsewhere do not keep them waiting. */
const accountOf = ({ email, address, known }: Attempt): string =>
  known ? `${email} ${address}` : email;

type Attempt = { email: string; address: string; known: boolean };

/** Counts an attempt against its account and its address. Throws `rate_limited` while either has to wait. */
export async function countSignIn(
  ctx: Ctx,
  input: Attempt & { adminId: string | null },
): Promise<void> {
  const { email, address, adminId } = input;
  if (address) await count(ctx, "address", address);
  const { blocked } = await count(ctx, "account", accountOf(input));
  if (!blocked) return;
  const subject = adminId
    ? { type: "admin", id: adminId }
    : { type: "sign_in", id: sha256Hex(email).slice(0, 16) };
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, { action: "team.lock", subject, after: { address } }),
  );
}

/** Counts a question put to a passkey: each is remembered, so nobody may have too many. Throws `rate_limited`. */
export async function countQuestion(ctx: Ctx, input: { address: string }): Promise<void> {
  if (input.address) await count(ctx, "address", input.address);
}

/** Counts a try at a second factor against its account. Throws `rate_limited` while it has to wait. */
export async function countSecondFactor(
  ctx: Ctx,
  input: { adminId: string; address: string },
): Promise<void> {
  const { adminId, address } = input;
  if (!(await count(ctx, "second_factor", adminId)).blocked) return;
  const subject = { type: "admin", id: adminId };
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, { action: "team.lock", subject, after: { address, at: "second_factor" } }),
  );
}

/** The right second factor: what was counted against it is forgotten. */
export async function forgiveSecondFactor(ctx: Ctx, input: { adminId: string }): Promise<void> {
  await ctx.db.delete(rateLimits).where(eq(rateLimits.key, keyOf("second_factor", input.adminId)));
}

/** Counts a try at one's own password, by whoever sits at a browser that is signed in. Throws `rate_limited`. */
export async function countOwnPassword(ctx: Ctx, input: { adminId: string }): Promise<void> {
  await count(ctx, "own_password", input.adminId);
}

/** Counts a request for a reset link. Throws `rate_limited`, for known and unknown addresses alike. */
export async function countResetRequest(
  ctx: Ctx,
  input: { email: string; address: string },
): Promise<void> {
  if (input.address) await count(ctx, "reset_address", input.address);
  await count(ctx, "reset_account", input.email);
}

/** Forgets what was counted against an account: its owner has shown who they are. */
export async function forgiveAccount(
  ctx: Ctx,
  input: { email: string; adminId: string },
): Promise<void> {
  const keys = [
    keyOf("account", input.email),
    keyOf("second_factor", input.adminId),
    keyOf("own_password", input.adminId),
  ];
  const ofKnownPlaces = `${keyOf("account", input.email)} `;
  await ctx.db
    .delete(rateLimits)
    .where(
      or(
        inArray(rateLimits.key, keys),
        sql`starts_with(${rateLimits.key}, ${ofKnownPlaces}::text)`,
      ),
    );
}

/** The right password: what was counted against the account is forgotten, and one attempt of the address. */
export async function forgiveSignIns(ctx: Ctx, input: Attempt): Promise<void> {
  await ctx.db.delete(rateLimits).where(eq(rateLimits.key, keyOf("account", accountOf(input))));
  await forgiveAddress(ctx, input);
}

/** Whoever signs in from an address takes back one attempt that was counted against it. */
export async function forgiveAddress(ctx: Ctx, input: { address: string }): Promise<void> {
  await ctx.db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)`, blockedUntil: null })
    .where(eq(rateLimits.key, keyOf("address", input.address)));
}
