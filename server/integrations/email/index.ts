import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { addressOutside } from "@/server/core/outside/guard";
import { readSettings } from "@/server/core/settings";
import { emailSettings } from "./settings";

const TIMEOUT_MS = 15_000;

export type Email = { to: string; subject: string; text: string; html?: string };

/**
 * Hands a letter to the mail server.
 *
 * @throws AppError `precondition email_not_configured`, `unavailable email_unreachable`
 */
export async function sendEmail(ctx: Ctx, email: Email): Promise<void> {
  const { host, port, encryption, user, password, from } = await readSettings(ctx, emailSettings);
  if (!host || !from) {
    throw new AppError(
      "precondition",
      "email_not_configured",
      "Name a mail server and a sender in the settings.",
    );
  }
  const transport = createTransport({
    host: await addressOutside(host).catch(unreachable),
    // The certificate is the name's.
    tls: { servername: isIP(host) ? undefined : host },
    port,
    secure: encryption === "tls",
    requireTLS: encryption === "starttls",
    ignoreTLS: encryption === "none",
    ...(user && { auth: { user, pass: password } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({ from, ...email });
  } catch (cause) {
    unreachable(cause);
  } finally {
    transport.close();
  }
}

function unreachable(cause: unknown): never {
  const message = "The mail server did not take the letter.";
  throw new AppError("unavailable", "email_unreachable", message, {}, { cause });
}
