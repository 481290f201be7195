import { randomUUID } from "node:crypto";
import { type Ctx, systemContext } from "@/server/core/context";
import { logger } from "@/server/core/logger";

/** Whoever sent the request. Sessions are resolved only by procedures that ask for them. */
export type TrpcContext = {
  requestId: string;
  /** What verbs receive, acting as `actor`. */
  domain(actor: Ctx["actor"]): Ctx;
};

export function createTrpcContext(requestId: string = randomUUID()): TrpcContext {
  const log = logger().child({ requestId });
  return {
    requestId,
    domain: (actor) => systemContext("trpc", { actor, requestId, log }),
  };
}
