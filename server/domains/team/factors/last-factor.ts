import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { admins } from "@/db/schema/team";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { asksForSecondFactor } from "../settings";
import { factorsOf } from "./factors-of";

/**
 * Refuses to leave an operator without a second factor where their role must have one. Takes the account's lock,
 * so that two removals at once do not each count on the other's factor. Throws `conflict last_factor`.
 */
export async function keepOneFactor(
  ctx: Ctx<Tx>,
  input: { adminId: string; without: "totp" | "passkey" },
): Promise<void> {
  const { adminId, without } = input;
  const [admin] = await ctx.db
    .select({ role: admins.role })
    .from(admins)
    .where(eq(admins.id, adminId))
    .for("update");
  const { totp, passkeys } = await factorsOf(ctx, { adminId });
  const left = (totp && without !== "totp" ? 1 : 0) + passkeys - (without === "passkey" ? 1 : 0);
  if (left > 0 || !admin || !(await asksForSecondFactor(ctx, admin.role))) return;
  throw new AppError(
    "conflict",
    "last_factor",
    "Your role must have a second factor. Set up another one first.",
  );
}
