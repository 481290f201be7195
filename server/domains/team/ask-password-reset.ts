import { and, eq, isNull } from "drizzle-orm";
import { createTranslator } from "next-intl";
import { z } from "zod";
import { admins } from "@/db/schema/team";
import { passwordResetAsked } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { isAppError } from "@/server/core/errors";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { sendEmail } from "@/server/integrations/email";
import { countResetRequest } from "./lockout";
import { openPasswordLink } from "./password-link";

const LIFETIME_MS = 30 * 60_000;
const words = { en: en.operator.reset, ru: ru.operator.reset };

const inputSchema = z.object({ email: z.string().trim().toLowerCase().max(254) });

/**
 * Asks for an e-mail with a link to set a new password. Whether there is such an operator is found out by a
 * job, so the answer and its time say nothing.
 */
export async function askPasswordReset(
  ctx: Ctx,
  input: z.input<typeof inputSchema> & { address: string },
): Promise<void> {
  const { email } = parseInput(inputSchema, input);
  await countResetRequest(ctx, { email, address: input.address });
  await inTransaction(ctx, (tx) =>
    emit(tx, passwordResetAsked.create({ email, address: input.address })),
  );
}

/** Sends the link to the operator with this e-mail; to nobody when there is none. */
export async function sendPasswordReset(
  ctx: Ctx,
  input: { email: string },
): Promise<{ sent: boolean }> {
  const [admin] = await ctx.db
    .select()
    .from(admins)
    .where(and(eq(admins.email, input.email), isNull(admins.disabledAt)));
  if (!admin) return { sent: false };
  const { link } = await openPasswordLink(ctx, { adminId: admin.id, lifetimeMs: LIFETIME_MS });
  const t = createTranslator({ locale: admin.locale, messages: words[admin.locale] });
  const letter = {
    to: admin.email,
    subject: t("subject"),
    text: t("text", { name: admin.name, host: new URL(link).host, link }),
  };
  return sendEmail(ctx, letter).then(
    () => ({ sent: true }),
    (error: unknown) => {
      // Nothing to try again: the page has said that no letters are sent here.
      if (isAppError(error) && error.code === "email_not_configured") return { sent: false };
      throw error;
    },
  );
}
