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

type MailServer = z.output<typeof emailSettings.schema>;

/** Hands a letter to a mail server; throws whatever goes wrong, as it comes. */
export async function transmit(settings: MailServer, email: Email): Promise<void> {
  const transport = await connect(settings);
  try {
    await transport.sendMail({ from: settings.from, ...email });
  } finally {
    transport.close();
  }
}

/** Signs in to a mail server and sends nothing; throws whatever goes wrong, as it comes. */
export async function greet(settings: MailServer): Promise<void> {
  const transport = await connect(settings);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

async function connect({ host, port, encryption, user, password }: MailServer) {
  return createTransport({
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
}
