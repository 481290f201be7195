import { lt, sql } from "drizzle-orm";
import { rateLimits } from "@/db/schema/protection";
import type { Ctx } from "./context";
import { AppError } from "./errors";

const MINUTE_MS = 60_000;

/**
 * So many turns in so long a time, of each subject. Wide enough for anybody who does what the product is for, and
 * for an office or a mobile network behind one address; narrow where trying again and again is worth something.
 */
const LIMITS = {
  /** Letters with a code to one address: enough for whoever mistypes, too few to fill a stranger's inbox. */
  email_code_address: { turns: 5, ms: 15 * MINUTE_MS },
  email_code_day: { turns: 20, ms: 24 * 60 * MINUTE_MS },
  /** Of one visitor, who may stand for a whole office. */
  email_code_visitor: { turns: 30, ms: 60 * MINUTE_MS },
  email_try_visitor: { turns: 100, ms: 60 * MINUTE_MS },
  /** Deliveries of webhooks that nobody we know has signed; a secret that was changed on one side is among them. */
  forgery_visitor: { turns: 60, ms: MINUTE_MS },
  /** Launches of the Mini App from one address: each checks a signature and may make a customer. */
  launch_visitor: { turns: 300, ms: MINUTE_MS },
  /** Followed invitations that count: figures are not to be had by the thousand. */
  invitation_visitor: { turns: 60, ms: 60 * MINUTE_MS },
  /** Whatever somebody changes: no hand is so fast. */
  customer_changes: { turns: 120, ms: MINUTE_MS },
  operator_changes: { turns: 600, ms: MINUTE_MS },
  /** Orders of one customer: each may ask a provider for an invoice. */
  customer_orders: { turns: 60, ms: 60 * MINUTE_MS },
  /** Codes that one customer tries: they are to be known, not guessed. */
  customer_promo_codes: { turns: 30, ms: 60 * MINUTE_MS },
  customer_payouts: { turns: 20, ms: 60 * MINUTE_MS },
  /** Whole lists as files. */
  partner_exports: { turns: 30, ms: 10 * MINUTE_MS },
  operator_exports: { turns: 60, ms: 10 * MINUTE_MS },
} as const;

export type Limit = keyof typeof LIMITS;

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

/** Throws away counts whose time is over. Returns how many. */
export async function forgetOldTurns(ctx: Ctx): Promise<number> {
  const gone = await ctx.db
    .delete(rateLimits)
    .where(lt(rateLimits.expiresAt, ctx.clock()))
    .returning({ key: rateLimits.key });
  return gone.length;
}
