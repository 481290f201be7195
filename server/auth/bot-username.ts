import { systemContext } from "@/server/core/context";
import { getContactPoints } from "@/server/domains/notifications";

/** The shop's bot, for pages that are shown before anybody signed in; empty when there is none. */
export const botUsername = async (): Promise<string> =>
  (await getContactPoints(systemContext("sign-in"))).botUsername;
