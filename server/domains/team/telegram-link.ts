import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { admins, oneTimeSecrets } from "@/db/schema/team";
import { type Ctx, inTransaction, requireFreshFactor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { parseInput } from "@/server/core/parse";
import { readSettings } from "@/server/core/settings";
import { recordAudit } from "@/server/domains/audit";
import { readLoginWidget, type TelegramProof } from "@/server/integrations/telegram/login-widget";
import { telegramSettings } from "@/server/integrations/telegram/settings";
import { ownId } from "./own-id";

/** What Telegram signed counts for so long, and once. */
const MAX_AGE_MS = 10 * 60_000;
const CLOCK_SKEW_MS = 60_000;

export const loginWidgetInput = z.record(
  z.string().max(40),
  z.union([z.string().max(1000), z.number(), z.boolean()]),
);

/**
 * The Telegram account that the Login Widget's data proves.
 *
 * @throws AppError `unauthenticated telegram_proof_invalid`, `precondition bot_not_configured`
 */
export async function proveTelegram(
  ctx: Ctx,
  input: z.input<typeof loginWidgetInput>,
): Promise<{ telegramId: bigint }> {
  const { botToken } = await readSettings(ctx, telegramSettings);
  if (!botToken) {
    throw new AppError(
      "precondition",
      "bot_not_configured",
      "Set the bot's token in the settings.",
    );
  }
  const proof = readLoginWidget(parseInput(loginWidgetInput, input), botToken);
  if (!proof) throw invalid();
  await spendTelegramProof(ctx, proof);
  return { telegramId: proof.telegramId };
}

/** Refuses a proof that is old or was used before. Throws `unauthenticated telegram_proof_invalid`. */
export async function spendTelegramProof(ctx: Ctx, proof: TelegramProof): Promise<void> {
  const now = ctx.clock();
  const age = now.getTime() - proof.signedAt.getTime();
  if (age > MAX_AGE_MS || age < -CLOCK_SKEW_MS) throw invalid();
  const kept = await ctx.db
    .insert(oneTimeSecrets)
    .values({
      id: newId("oneTimeSecret"),
      purpose: "telegram_proof",
      subject: String(proof.telegramId),
      hash: proof.signature,
      createdAt: now,
      expiresAt: new Date(proof.signedAt.getTime() + MAX_AGE_MS + CLOCK_SKEW_MS),
      usedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: oneTimeSecrets.id });
  if (kept.length === 0) throw invalid();
}

const invalid = (): AppError =>
  new AppError(
    "unauthenticated",
    "telegram_proof_invalid",
    "Telegram's answer is too old or not its own. Try again.",
  );

/** Links one's Telegram account: to sign in with it, and to be told there of sign-ins. Throws `conflict telegram_taken`. */
export async function linkTelegram(
  ctx: Ctx,
  input: z.input<typeof loginWidgetInput>,
): Promise<void> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  const { telegramId } = await proveTelegram(ctx, input);
  await inTransaction(ctx, async (tx) => {
    const [other] = await tx.db
      .select({ id: admins.id })
      .from(admins)
      .where(eq(admins.telegramId, telegramId))
      .for("update");
    if (other && other.id !== adminId) {
      throw new AppError(
        "conflict",
        "telegram_taken",
        "Another operator has linked this Telegram account.",
      );
    }
    await tx.db.update(admins).set({ telegramId }).where(eq(admins.id, adminId));
    await recordAudit(tx, {
      action: "team.linkTelegram",
      subject: { type: "admin", id: adminId },
      after: { telegramId },
    });
  });
}

/** Takes one's Telegram account away again; nothing happens when there is none. */
export async function unlinkTelegram(ctx: Ctx): Promise<void> {
  const adminId = ownId(ctx);
  requireFreshFactor(ctx);
  await inTransaction(ctx, async (tx) => {
    const [changed] = await tx.db
      .update(admins)
      .set({ telegramId: null })
      .where(and(eq(admins.id, adminId), isNotNull(admins.telegramId)))
      .returning({ id: admins.id });
    if (!changed) return;
    await recordAudit(tx, {
      action: "team.unlinkTelegram",
      subject: { type: "admin", id: adminId },
    });
  });
}
