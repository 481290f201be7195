import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { ensureFirstAdmin } from "@/server/domains/team";
import type { Part } from "./part";

/** The owner's account; a password that was made up here is handed to the terminal once. */
export const firstAdmin: Part = {
  name: "first admin",
  async start(boot) {
    const made = await ensureFirstAdmin(systemContext("boot"));
    if (made && !env().ADMIN_PASSWORD) boot.adminLogin = made;
    return undefined;
  },
};
