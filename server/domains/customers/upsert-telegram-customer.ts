import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Locale } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { customerCreated } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { emit } from "@/server/core/outbox";
import { codeOfPayload, referralCode } from "@/server/rules/referral-code";
import { toView } from "./internal";
import { inviterBy } from "./inviter";
import type { CustomerView, TelegramProfile } from "./schemas";

/** How stale the time of the last visit may be before it is written again. */
const SEEN_EVERY_MS = 5 * 60_000;

/**
 * Makes a person of Telegram known, or follows what changed of them. Ten at once make one person; who invited
 * them is written at the first touch only.
 */
export async function upsertTelegramCustomer(
  ctx: Ctx,
  profile: TelegramProfile,
): Promise<{ customer: CustomerView; created: boolean }> {
  const [known] = await ctx.db
    .select()
    .from(customers)
    .where(eq(customers.telegramId, profile.telegramId));
  if (known) return { customer: toView(await follow(ctx, known, profile)), created: false };
  for (let attempt = 0; ; attempt += 1) {
    const made = await create(ctx, profile, attempt);
    if (made) return { customer: toView(made), created: true };
    const [raced] = await ctx.db
      .select()
      .from(customers)
      .where(eq(customers.telegramId, profile.telegramId));
    if (raced) return { customer: toView(raced), created: false };
    // Otherwise the referral code was taken: the next one is longer.
  }
}

type Row = typeof customers.$inferSelect;

const localeOf = (languageCode: string | null): Locale =>
  /^(ru|be|uk|kk)/.test(languageCode ?? "") ? "ru" : "en";

async function follow(ctx: Ctx, known: Row, profile: TelegramProfile): Promise<Row> {
  const locale = known.localeChosen ? known.locale : localeOf(profile.languageCode);
  const now = ctx.clock();
  const changed =
    known.username !== profile.username ||
    known.firstName !== profile.firstName ||
    known.lastName !== profile.lastName ||
    (profile.languageCode !== null && known.locale !== locale) ||
    known.botBlockedAt !== null;
  const seenLately =
    known.lastSeenAt !== null && now.getTime() - known.lastSeenAt.getTime() < SEEN_EVERY_MS;
  if (!changed && seenLately) return known;
  const [row] = await ctx.db
    .update(customers)
    .set({
      username: profile.username,
      firstName: profile.firstName,
      lastName: profile.lastName,
      locale: profile.languageCode === null ? known.locale : locale,
      botBlockedAt: null,
      lastSeenAt: now,
    })
    .where(eq(customers.id, known.id))
    .returning();
  return row ?? known;
}

async function create(ctx: Ctx, profile: TelegramProfile, attempt: number): Promise<Row | null> {
  const code = codeOfPayload(profile.startPayload);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(customers)
      .values({
        id: newId("customer"),
        telegramId: profile.telegramId,
        username: profile.username,
        firstName: profile.firstName,
        lastName: profile.lastName,
        locale: localeOf(profile.languageCode),
        referralCode: referralCode(profile.username ?? profile.firstName, randomInt, attempt),
        referredBy: code ? inviterBy(code) : null,
        source: profile.startPayload ?? "telegram",
        lastSeenAt: tx.clock(),
        createdAt: tx.clock(),
      })
      .onConflictDoNothing()
      .returning();
    if (row) await emit(tx, customerCreated.create({ customerId: row.id }));
    return row ?? null;
  });
}
