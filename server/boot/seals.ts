import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { resealSecrets } from "@/server/domains/settings";
import type { Part } from "./part";

/** After the key was rotated: what older keys hold is sealed with the new one before anybody asks for it. */
export const seals: Part = {
  name: "seals",
  async start({ log, notices }) {
    const { resealed, unreadable } = await resealSecrets(systemContext("boot", { log }));
    if (resealed > 0)
      notices.push(`${resealed} stored secrets were sealed with the new encryption key.`);
    if (unreadable > 0) {
      notices.push(
        `${unreadable} stored secrets cannot be read: their key is missing. Add it to ENCRYPTION_KEYS_OLD, or enter them anew.`,
      );
    } else if (env().ENCRYPTION_KEYS_OLD.length > 0) {
      notices.push("No stored secret needs an old encryption key any more: they may be removed.");
    }
    return undefined;
  },
};
