import { type DbOrTx, database, type Tx } from "@/db/client";
import { needsFreshFactor, type Permission } from "@/server/rules/permissions";
import { type Clock, systemClock } from "./clock";
import { AppError } from "./errors";
import { type Logger, logger } from "./logger";

export type AdminActor = {
  type: "admin";
  id: string;
  name: string;
  permissions: readonly Permission[];
  /** The session it is done in; a job that goes on with what an operator began has none. */
  session?: {
    id: string;
    address: string;
    /** Until then the second factor they showed counts for dangerous actions. */
    freshUntil: Date | null;
  };
};

/** Who acts. A `system` actor is a job, a webhook or boot code and may do everything. */
export type Actor =
  | AdminActor
  /** `viewed`: an operator looks at the app as this person sees it, and nothing is to be written. */
  | { type: "customer"; id: string; viewed?: true }
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

/**
 * Throws `forbidden` unless the actor is the system or an operator with the permission, and
 * `forbidden fresh_factor_needed` when it is a dangerous one and their second factor was shown too long ago.
 */
export function requirePermission(ctx: Ctx, permission: Permission): void {
  if (!may(ctx, permission)) {
    throw new AppError("forbidden", "forbidden", "You are not allowed to do this.", { permission });
  }
  if (needsFreshFactor(permission)) requireFreshFactor(ctx);
}

export const may = ({ actor }: Ctx, permission: Permission): boolean =>
  actor.type === "system" || (actor.type === "admin" && actor.permissions.includes(permission));

/** For what cannot be taken back: whoever sits at the operator's browser must have shown the second factor lately. */
export function requireFreshFactor({ actor, clock }: Ctx): void {
  if (actor.type !== "admin" || !actor.session) return;
  const { freshUntil } = actor.session;
  if (freshUntil && freshUntil > clock()) return;
  throw new AppError(
    "forbidden",
    "fresh_factor_needed",
    "Confirm that it is you, then do this again.",
  );
}

/** The rule for things a customer does to their own: the system, that customer, or an admin with `permission`. */
export function requireSelfOr(ctx: Ctx, customerId: string, permission: Permission): void {
  if (ctx.actor.type === "customer") {
    if (ctx.actor.id === customerId) return;
    throw new AppError("not_found", "not_found", "There is nothing here.");
  }
  requirePermission(ctx, permission);
}
