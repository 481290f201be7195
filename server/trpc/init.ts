import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { currentAdmin } from "@/server/auth/admin-session";
import { currentCustomer } from "@/server/auth/customer-session";
import { logger } from "@/server/core/logger";
import { refuseUnstorable } from "@/server/core/storable";
import { type Permission, roleHas } from "@/server/rules/permissions";
import type { TrpcContext } from "./context";
import { isUnexpected, publicError, toTrpcError } from "./errors";

const t = initTRPC.context<TrpcContext>().create({
  transformer: superjson,
  // Stacks never leave the server, in development neither.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const { text, ...app } = publicError(error, ctx?.requestId ?? "-");
    return { ...shape, message: text, data: { ...shape.data, app } };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** The one place where the domain's errors get their transport code, and unknown ones get logged. */
const errors = t.middleware(async ({ next, path, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  if (isUnexpected(result.error)) {
    const { cause } = result.error;
    logger().error(
      { err: cause ?? result.error, path, requestId: ctx.requestId },
      "request failed",
    );
  }
  throw toTrpcError(result.error);
});

/** Not every query looks at its input again: what no column can hold is refused at the door. */
const storable = t.middleware(async ({ next, getRawInput }) => {
  refuseUnstorable(await getRawInput());
  return next();
});

export const publicProcedure = t.procedure.use(errors).use(storable);

/** For operators whose role has `permission`; verbs get `ctx.domain` with them as actor. */
export const adminProcedure = (permission: Permission) =>
  publicProcedure.use(async ({ ctx, next }) => {
    const admin = await currentAdmin();
    if (!admin) throw new TRPCError({ code: "UNAUTHORIZED" });
    if (!roleHas(admin.role, permission)) throw new TRPCError({ code: "FORBIDDEN" });
    const { id, name, role } = admin;
    return next({ ctx: { admin, domain: ctx.domain({ type: "admin", id, name, role }) } });
  });

/** For any signed-in operator: their own language, password and the like. */
export const signedInProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const admin = await currentAdmin();
  if (!admin) throw new TRPCError({ code: "UNAUTHORIZED" });
  const { id, name, role } = admin;
  return next({ ctx: { admin, domain: ctx.domain({ type: "admin", id, name, role }) } });
});

/** For a customer's Mini App or browser session; verbs get `ctx.domain` with them as actor. */
export const customerProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const session = await currentCustomer();
  if (!session) throw new TRPCError({ code: "UNAUTHORIZED" });
  const { customerId } = session;
  return next({ ctx: { customerId, domain: ctx.domain({ type: "customer", id: customerId }) } });
});
