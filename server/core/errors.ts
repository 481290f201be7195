/**
 * Typed, transport-free errors. Each transport maps `kind` once (HTTP status, tRPC code, bot text).
 * `code` is stable and translatable (`errors.<code>`); `message` is English for logs and APIs and says what to do.
 */
export const ERROR_STATUS = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  precondition: 422,
  rate_limited: 429,
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof ERROR_STATUS;

export class AppError extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** snake_case, stable: the key of its translation in `messages/<locale>/errors.json`. */
    readonly code: string,
    message: string,
    /** Values for the translated text; never secrets. */
    readonly details: Record<string, string | number> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "AppError";
  }
}

export const notFound = (what: string, id: string): AppError =>
  new AppError("not_found", `${what}_not_found`, `There is no ${what} ${id}.`, { id });

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;
