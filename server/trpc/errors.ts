import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { type ErrorKind, isAppError } from "@/server/core/errors";

const CODES = {
  validation: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  too_large: "PAYLOAD_TOO_LARGE",
  precondition: "UNPROCESSABLE_CONTENT",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** What a client learns of a failure: a stable code with its values, never a stack or a foreign message. */
export type PublicError = { code: string; details: Record<string, string | number> };

/** Gives a typed error of the domain its tRPC code; anything else is left as it is. */
export function toTrpcError(error: TRPCError): TRPCError {
  const { cause } = error;
  if (!isAppError(cause)) return error;
  return new TRPCError({ code: CODES[cause.kind], message: cause.message, cause });
}

/** True for failures that are the application's fault: logged with their stack and told in general words. */
export const isUnexpected = (error: TRPCError): boolean =>
  error.code === "INTERNAL_SERVER_ERROR" && !isAppError(error.cause);

export function publicError(error: TRPCError, requestId: string): PublicError & { text: string } {
  const { cause } = error;
  if (isAppError(cause)) {
    return { code: cause.code, details: cause.details, text: cause.message };
  }
  if (cause instanceof ZodError) {
    const [issue] = cause.issues;
    const field = issue?.path.join(".") || "input";
    const text = `${field}: ${issue?.message ?? "invalid"}`;
    return { code: "invalid_input", details: { field }, text };
  }
  if (isUnexpected(error)) {
    const text = `Something went wrong on our side. Tell us this number: ${requestId}`;
    return { code: "internal", details: { requestId }, text };
  }
  return { code: error.code.toLowerCase(), details: {}, text: error.code };
}
