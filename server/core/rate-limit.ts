import { sql } from "drizzle-orm";
import { rateLimits } from "@/db/schema/protection";
import type { Ctx } from "./context";
import { AppError } from "./errors";

const MINUTE_MS = 60_000;

/** So many turns in so long a time. */
const LIMITS = {
  /** Letters with a code to one address: enough for whoever mistypes, too few to fill a stranger's inbox. */
  email_code_address: { turns: 5, ms: 15 * MINUTE_MS },
  email_code_day: { turns: 20, ms: 24 * 60 * MINUTE_MS },
  /** Of one visitor, who may stand for a whole office. */
  email_code_visitor: { turns: 30, ms: 60 * MINUTE_MS },
  email_try_visitor: { turns: 100, ms: 60 * MINUTE_MS },
} as const;

type Limit = keyof typeof LIMITS;

/**
 * Takes one turn of a limit; counted in one statement, so it holds over parallel requests and processes.
 *
 * @throws AppError `rate_limited` with `seconds` to wait
 */
export async function takeTurn(
  ctx: Ctx,
  { limit, subject }: { limit: Limit; subject: string },
): Promise<void> {
  const { turns, ms } = LIMITS[limit];
  const now = ctx.clock();
  const at = now.toISOString();
  const fresh = { count: 1, startedAt: now, expiresAt: new Date(now.getTime() + ms) };
  const over = sql`${rateLimits.expiresAt} <= ${at}::timestamptz`;
  const [row] = await ctx.db
    .insert(rateLimits)
    .values({ key: `${limit}:${subject}`, ...fresh })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        startedAt: sql`case when ${over} then excluded.started_at else ${rateLimits.startedAt} end`,
        expiresAt: sql`case when ${over} then excluded.expires_at else ${rateLimits.expiresAt} end`,
      },
    })
    .returning({ count: rateLimits.count, expiresAt: rateLimits.expiresAt });
  if (!row || row.count <= turns) return;
  throw new AppError("rate_limited", "rate_limited", "Too many attempts. Try again later.", {
    seconds: Math.max(1, Math.ceil((row.expiresAt.getTime() - now.getTime()) / 1000)),
  });
}
