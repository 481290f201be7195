import { eq } from "drizzle-orm";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { notFound } from "@/server/core/errors";
import { type Factors, factorsOf } from "./factors";
import { ownId } from "./own-id";
import { asksForSecondFactor } from "./settings";

export type OwnProfile = {
  name: string;
  email: string;
  role: string;
  telegramLinked: boolean;
  factors: Factors;
  /** This role must have a second factor. */
  factorRequired: boolean;
};

/** One's own account, as its page shows it. */
export async function getOwnProfile(ctx: Ctx): Promise<OwnProfile> {
  const adminId = ownId(ctx);
  const [admin] = await ctx.db.select().from(admins).where(eq(admins.id, adminId));
  if (!admin) throw notFound("admin", adminId);
  const { name, email, role, telegramId } = admin;
  return {
    name,
    email,
    role,
    telegramLinked: telegramId !== null,
    factors: await factorsOf(ctx, { adminId }),
    factorRequired: await asksForSecondFactor(ctx, role),
  };
}
