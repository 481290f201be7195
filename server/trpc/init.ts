import { initTRPC, TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import superjson from "superjson";
import { adminActor, currentAdmin } from "@/server/auth/admin-session";
import { currentCustomer } from "@/server/auth/customer-session";
import { requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { logger } from "@/server/core/logger";
import { type Limit, takeTurn } from "@/server/core/rate-limit";
import { refuseUnstorable } from "@/server/core/storable";
import { type Permission, permissionsOf } from "@/server/rules/permissions";
import { VIEW_HEADER } from "@/server/rules/view-as";
import type { TrpcContext } from "./context";
import { isUnexpected, publicError, toTrpcError } from "./errors";

/** Who may call a procedure: a permission's holders, any operator, or anybody when there is none. */
export type Meta = { access?: Permission | "signed-in" | "enrolled" };

const t = initTRPC
  .context<TrpcContext>()
  .meta<Meta>()
  .create({
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
  publicProcedure.meta({ access: permission }).use(async ({ ctx, type, next }) => {
    const admin = await currentAdmin();
    if (!admin) throw new TRPCError({ code: "UNAUTHORIZED" });
    if (admin.mustEnrol) throw secondFactorRequired();
    if (!admin.permissions.includes(permission)) throw new TRPCError({ code: "FORBIDDEN" });
    const domain = ctx.domain(adminActor(admin));
    requirePermission(domain, permission);
    if (type === "mutation")
      await takeTurn(domain, { limit: "operator_changes", subject: admin.id });
    return next({ ctx: { admin, domain } });
  });

/** For any signed-in operator: their own language, password and the like. */
export const signedInProcedure = publicProcedure
  .meta({ access: "signed-in" })
  .use(async ({ ctx, next }) => {
    const admin = await currentAdmin();
    if (!admin) throw new TRPCError({ code: "UNAUTHORIZED" });
    return next({ ctx: { admin, domain: ctx.domain(adminActor(admin)) } });
  });

/** For any operator who has what their role asks of a sign-in; what they may see, the verbs decide. */
export const enrolledProcedure = signedInProcedure
  .meta({ access: "enrolled" })
  .use(({ ctx, next }) => {
    if (ctx.admin.mustEnrol) throw secondFactorRequired();
    return next();
  });

const ownProcedure = (permission: "cabinet.own" | "partner.own") =>
  publicProcedure.meta({ access: permission }).use(async ({ ctx, type, next }) => {
    const session = await currentCustomer();
    if (!session) throw new TRPCError({ code: "UNAUTHORIZED" });
    const role = session.scope === "partner" ? "partner" : "customer";
    if (!permissionsOf(role).includes(permission)) throw new TRPCError({ code: "FORBIDDEN" });
    const viewed = session.viewer !== null || (await headers()).has(VIEW_HEADER);
    if (viewed && type !== "query") throw readOnly();
    const { customerId } = session;
    const sessionId = session.viewer ? null : session.sessionId;
    const actor = { type: "customer", id: customerId, ...(viewed && { viewed }) } as const;
    const domain = ctx.domain(actor);
    if (type === "mutation") {
      await takeTurn(domain, { limit: "customer_changes", subject: customerId });
    }
    return next({ ctx: { customerId, sessionId, domain } });
  });

/** For a customer's Mini App or browser session; verbs get `ctx.domain` with them as actor. */
export const customerProcedure = ownProcedure("cabinet.own");

/** For what a customer may do less often than other things. */
export const limitedProcedure = (limit: Limit) =>
  customerProcedure.use(async ({ ctx, next }) => {
    await takeTurn(ctx.domain, { limit, subject: ctx.customerId });
    return next();
  });

/** For a partner's own earnings, from the Mini App or the partners' area. */
export const partnerProcedure = ownProcedure("partner.own");

const secondFactorRequired = () =>
  new AppError(
    "forbidden",
    "second_factor_required",
    "Your role asks for a second factor. Set one up on your account page first.",
  );

const readOnly = () =>
  new AppError(
    "forbidden",
    "read_only_view",
    "You look at this app as a customer sees it: nothing can be changed here.",
  );
