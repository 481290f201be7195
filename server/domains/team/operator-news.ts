import type { Tx } from "@/db/client";
import { operatorNews } from "@/inngest/events";
import type { Ctx } from "@/server/core/context";
import { emit } from "@/server/core/outbox";

export const OPERATOR_NEWS = [
  "new_device",
  "session_reuse",
  "password_reset",
  "email_changed",
] as const;
export type OperatorNews = (typeof OPERATOR_NEWS)[number];

/** Has an operator told of something about their account, after commit. */
export const askToTell = (
  ctx: Ctx<Tx>,
  input: { adminId: string; kind: OperatorNews; sessionId: string | null; address?: string },
): Promise<void> =>
  emit(
    ctx,
    operatorNews.create({
      ...input,
      address: input.address ?? "",
      at: ctx.clock().toISOString(),
    }),
  );
