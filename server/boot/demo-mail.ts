import { provideEnv } from "@/server/core/env";
import { startDemoMail } from "@/server/demo/mail";

/** A mail server whose letters are read on /demo/mail. */
export async function standInForMail() {
  const mail = await startDemoMail();
  provideEnv({
    SMTP_HOST: mail.host,
    SMTP_PORT: String(mail.port),
    SMTP_ENCRYPTION: "none",
    SMTP_FROM: "Demo shop <shop@demo.invalid>",
    DEMO: "1",
  });
  return mail;
}
