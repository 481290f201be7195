import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { z } from "zod";
import { addressOutside } from "@/server/core/outside/guard";
import type { emailSettings } from "./settings";

const TIMEOUT_MS = 15_000;

export type Email = {
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Letters with the same one are the same letter, however often they are handed over. */
  messageId?: string;
};

/** Hands a letter to a mail server; throws whatever goes wrong, as it comes. */
export async function transmit(
  { host, port, encryption, user, password, from }: z.output<typeof emailSettings.schema>,
  email: Email,
): Promise<void> {
  const transport = createTransport({
    host: await addressOutside(host),
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
  } finally {
    transport.close();
  }
}
