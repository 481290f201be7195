import { systemContext } from "@/server/core/context";
import { readSettings } from "@/server/core/settings";
import { emailSettings } from "@/server/integrations/email/settings";

/** Whether there is a mail server for links and codes. */
export async function canSendEmail(): Promise<boolean> {
  const { host, from } = await readSettings(systemContext("sign-in"), emailSettings);
  return host !== "" && from !== "";
}
