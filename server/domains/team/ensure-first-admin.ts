import { sql } from "drizzle-orm";
import { admins } from "@/db/schema/team";
import { type Ctx, inTransaction } from "@/server/core/context";
import { randomToken } from "@/server/core/crypto";
import { env } from "@/server/core/env";
import { createAdmin } from "./create-admin";

const LOCK = 7_310_001;

/**
 * Makes the owner's account while there is none: from ADMIN_EMAIL and ADMIN_PASSWORD, or with a password made
 * up here. Returns the login when this call made it, so that it can be shown once; null otherwise.
 */
export async function ensureFirstAdmin(
  ctx: Ctx,
): Promise<{ email: string; password: string } | null> {
  return inTransaction(ctx, async (tx) => {
    // Several processes may start at once: one of them makes the account.
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    const [existing] = await tx.db.select({ id: admins.id }).from(admins).limit(1);
    if (existing) return null;
    const email = env().ADMIN_EMAIL ?? "admin@rezeis.local";
    const password = env().ADMIN_PASSWORD ?? randomToken(12);
    await createAdmin(tx, { email, password, name: "Owner", role: "owner" });
    return { email, password };
  });
}
