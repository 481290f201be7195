import { randomInt } from "node:crypto";
import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import { oneTimeSecrets } from "@/db/schema/team";
import { type Ctx, inTransaction } from "./context";
import { hmacSha256Hex, safeEqual } from "./crypto";
import { env } from "./env";
import { AppError } from "./errors";
import { newId } from "./ids";

/** What a secret opens, and for whom. */
type Lock = { purpose: string; subject: string };

const MAX_ATTEMPTS = 5;

/** Keyed, since all six-digit codes can be tried against a plain hash in no time. */
const hashOf = (id: string, secret: string): string =>
  hmacSha256Hex(env().AUTH_SECRET ?? "", `${id}:${secret}`);

const of = ({ purpose, subject }: Lock) =>
  and(eq(oneTimeSecrets.purpose, purpose), eq(oneTimeSecrets.subject, subject));

/** Makes a code of `digits` digits that works once; an older one for the same stops working. Only its hash is kept. */
export async function createSecret(
  ctx: Ctx,
  input: Lock & { ttlMs: number; digits: number; data?: Record<string, unknown> },
): Promise<string> {
  const id = newId("oneTimeSecret");
  const secret = String(randomInt(10 ** input.digits)).padStart(input.digits, "0");
  const now = ctx.clock();
  await inTransaction(ctx, async (tx) => {
    await tx.db.insert(oneTimeSecrets).values({
      id,
      purpose: input.purpose,
      subject: input.subject,
      hash: hashOf(id, secret),
      data: input.data ?? {},
      createdAt: now,
      expiresAt: new Date(now.getTime() + input.ttlMs),
    });
    await tx.db
      .update(oneTimeSecrets)
      .set({ usedAt: now })
      .where(and(of(input), ne(oneTimeSecrets.id, id), isNull(oneTimeSecrets.usedAt)));
  });
  return secret;
}

/**
 * Spends a code and returns what was kept with it. A try is counted before it is compared, in one statement, so
 * that no number of parallel guesses gets more tries than one after another. Not to be called inside of a
 * transaction: one that fails would forget the tries.
 *
 * @throws AppError `validation code_wrong` with `left`, `precondition code_expired` for none or a spent one,
 *   `precondition code_used_up` after too many tries
 */
export async function spendSecret(
  ctx: Ctx,
  input: Lock & { secret: string },
): Promise<Record<string, unknown>> {
  const newest = ctx.db
    .select({ id: oneTimeSecrets.id })
    .from(oneTimeSecrets)
    .where(of(input))
    .orderBy(desc(oneTimeSecrets.createdAt), desc(oneTimeSecrets.id))
    .limit(1);
  const [row] = await ctx.db
    .update(oneTimeSecrets)
    .set({ attempts: sql`${oneTimeSecrets.attempts} + 1` })
    .where(
      and(
        eq(oneTimeSecrets.id, newest),
        isNull(oneTimeSecrets.usedAt),
        gt(oneTimeSecrets.expiresAt, ctx.clock()),
        lt(oneTimeSecrets.attempts, MAX_ATTEMPTS),
      ),
    )
    .returning();
  if (!row) throw await whyNot(ctx, input);
  if (!safeEqual(row.hash, hashOf(row.id, input.secret))) {
    const left = MAX_ATTEMPTS - row.attempts;
    if (left <= 0) throw usedUp();
    throw new AppError("validation", "code_wrong", "This is not the code.", { left });
  }
  const spent = await ctx.db
    .update(oneTimeSecrets)
    .set({ usedAt: ctx.clock() })
    .where(and(eq(oneTimeSecrets.id, row.id), isNull(oneTimeSecrets.usedAt)))
    .returning({ id: oneTimeSecrets.id });
  if (spent.length === 0) throw expired();
  return row.data;
}

const expired = () =>
  new AppError("precondition", "code_expired", "This code is no longer valid. Ask for a new one.");
const usedUp = () =>
  new AppError("precondition", "code_used_up", "Too many wrong codes. Ask for a new one.");

async function whyNot(ctx: Ctx, lock: Lock): Promise<AppError> {
  const [row] = await ctx.db
    .select()
    .from(oneTimeSecrets)
    .where(and(of(lock), isNull(oneTimeSecrets.usedAt), gt(oneTimeSecrets.expiresAt, ctx.clock())));
  return row ? usedUp() : expired();
}
