import pino from "pino";
import { env } from "./env";

/** Fields that must never reach a log, wherever they sit. Subscription links are secrets: they are the VPN. */
const SECRET_FIELDS = [
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "initData",
  "subscriptionUrl",
  "subscription_url",
  "shortUuid",
  "trojanPassword",
  "vlessUuid",
  "ssPassword",
  "apiKey",
  "encryptionKey",
];

export type Logger = pino.Logger;

let root: Logger | undefined;

/** The process's logger: JSON lines on stdout, secrets replaced. Make children with request and job ids. */
export function logger(): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[redacted]",
    },
    serializers: { err: pino.stdSerializers.err },
  });
  return root;
}
