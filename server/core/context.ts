import { type DbOrTx, database, type Tx } from "@/db/client";
import type { AdminRole } from "@/db/enums";
import { type Permission, roleHas } from "@/server/rules/permissions";
import { type Clock, systemClock } from "./clock";
import { AppError } from "./errors";
import { type Logger, logger } from "./logger";

/** Who acts. A `system` actor is a job, a webhook or boot code and may do everything. */
export type Actor =
  | { type: "admin"; id: string; name: string; role: AdminRole }
  | { type: "customer"; id: string }
  | { type: "system"; id: string };

/** What every verb receives first: `verb(ctx, input)`. */
export type Ctx<D extends DbOrTx = DbOrTx> = {
  actor: Actor;
  db: D;
  clock: Clock;
  log: Logger;
  requestId?: string;
};

export function systemContext(name: string, overrides: Partial<Ctx> = {}): Ctx {
  return {
    actor: { type: "system", id: name },
    db: database().db,
    clock: systemClock,
    log: logger().child({ actor: name }),
    ...overrides,
  };
}

/**
 * Runs `body` in a transaction. Inside another transaction it joins that one, so verbs can call verbs
 * and the outermost caller decides what is atomic.
 */
export function inTransaction<T>(ctx: Ctx, body: (ctx: Ctx<Tx>) => Promise<T>): Promise<T> {
  const { db } = ctx;
  if ("rollback" in db) return body({ ...ctx, db: db as Tx });
  return db.transaction((tx) => body({ ...ctx, db: tx }));
}

/** Throws `forbidden` unless the actor is the system or an admin whose role has the permission. */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  const { actor } = ctx;
  if (actor.type === "system") return;
  if (actor.type === "admin" && roleHas(actor.role, permission)) return;
  throw new AppError("forbidden", "forbidden", "You are not allowed to do this.", { permission });
}

/** The rule for things a customer does to their own: the system, that customer, or an admin with `permission`. */
export function requireSelfOr(ctx: Ctx, customerId: string, permission: Permission): void {
  if (ctx.actor.type === "customer") {
    if (ctx.actor.id === customerId) return;
    throw new AppError("not_found", "not_found", "There is nothing here.");
  }
  requirePermission(ctx, permission);
}
