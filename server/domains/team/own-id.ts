import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";

/** The operator who acts; for verbs about one's own account. */
export function ownId(ctx: Ctx): string {
  if (ctx.actor.type === "admin") return ctx.actor.id;
  throw new AppError("forbidden", "forbidden", "Only an operator has such an account.");
}
