import pino from "pino";
import { env } from "./env";
import { redacted, scrub } from "./redact";

export type Logger = pino.Logger;

let root: Logger | undefined;

/** The process's logger: JSON lines on stdout, secrets replaced. Make children with request and job ids. */
export function logger(): Logger {
  root ??= createLogger(env().LOG_LEVEL);
  return root;
}

export const createLogger = (level: string, to?: pino.DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      formatters: {
        log: (fields) => redacted(fields) as Record<string, unknown>,
      },
      // What children carry along is no part of a line's fields.
      redact: {
        paths: ["apiKey", "authorization", "cookie", "password", "secret", "token"],
        censor: "[redacted]",
      },
      // Errors are made plain with everything else; pino's own would put their every field back.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((part) => (typeof part === "string" ? scrub(part) : part));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    ...(to ? [to] : []),
  );
