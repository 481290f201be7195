import { appUrl } from "@/server/core/app-url";
import { isAppError } from "@/server/core/errors";
import { sendEmail } from "@/server/integrations/email";
import { explainFailure } from "@/server/integrations/email/explain-failure";
import type { NotificationChannel, RenderedMessage } from "./contract";
import { pageOfCallback, plainText } from "./letter";

/** How long to wait before a mail server is asked again that was not there. */
const RETRY_SECONDS = 60;

/** Letters are for whom the bot cannot write to. */
export const emailChannel: NotificationChannel = {
  reaches: ({ email, telegramId, botBlockedAt }) =>
    email !== null && (telegramId === null || botBlockedAt !== null),
  async deliver(ctx, recipient, message) {
    // The same for every attempt, so that a letter handed over twice is one in the inbox.
    const messageId = `<${message.id}@${new URL(appUrl()).hostname}>`;
    try {
      await sendEmail(ctx, {
        to: recipient.email ?? "",
        subject: message.subject,
        text: letterOf(message),
        messageId,
      });
      return { kind: "sent", externalId: messageId };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === "email_not_configured") {
        return { kind: "skipped", reason: "no mail server is configured" };
      }
      const { reason, answer, lasting } = explainFailure(error.cause);
      return lasting
        ? { kind: "failed", reason: `${reason}: ${answer}` }
        : { kind: "later", seconds: RETRY_SECONDS, reason: `${reason}: ${answer}` };
    }
  },
};

/** The message, and below it every button as a link into the cabinet. */
function letterOf({ html, buttons }: RenderedMessage): string {
  const links = buttons.map(
    ({ text, callback, miniAppPath }) =>
      `${text}:\n${appUrl()}${miniAppPath ?? pageOfCallback(callback ?? "")}`,
  );
  return [plainText(html), ...links].join("\n\n");
}
