/** Names of what must never reach a log, wherever it sits. Subscription links are secrets: they are the VPN. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|token$|secret|authorization|cookie|initdata|api_?key|encryption_?key|subscription_?url|short_?uuid|vless_?uuid|signature|totp|recovery_?codes?|^sealed/i;
const CENSOR = "[redacted]";

/** What looks like a secret, whatever it is called. */
const SHAPES: [RegExp, string][] = [
  // Drizzle writes a failed query's values into its message.
  [/\nparams: [\s\S]*/g, ""],
  [/(?<!\d)\d{6,}:[\w-]{30,}/g, CENSOR],
  // So does PostgreSQL with what it cannot read.
  [/(invalid input (syntax|value) for [^:]+: )"[^"]*"/g, '$1"…"'],
  [/\b(bearer|basic)\s+[\w.~+/=:-]{8,}/gi, `$1 ${CENSOR}`],
  [/:\/\/[^\s/:@]+:[^\s/@]+@/g, `://${CENSOR}@`],
  [/\bv[12](\.[\w-]{8,}){3,4}/g, CENSOR],
  [/\b(sk|rk|whsec)_[\w-]{12,}/g, CENSOR],
  [/([?&#](token|code|key|secret|password|initData|hash|tgWebAppData)=)[^&\s"']+/gi, `$1${CENSOR}`],
];

/** A text without what looks like a secret. */
export const scrub = (text: string): string =>
  SHAPES.reduce((clean, [shape, instead]) => clean.replace(shape, instead), text);

/** What went wrong, for a column or a page: without secrets, and not longer than `most` characters. */
export const errorText = (error: unknown, most = 1000): string =>
  scrub(error instanceof Error ? error.message : String(error)).slice(0, most);

const DEPTH = 8;

/** The same error, of the same class, without secrets: for whoever keeps it whole. */
export function withoutSecrets(error: unknown, depth = 0): unknown {
  if (typeof error === "string") return scrub(error);
  if (!(error instanceof Error) || depth > DEPTH) return error;
  error.message = scrub(error.message);
  if (error.stack) error.stack = scrub(error.stack);
  if (error.cause !== undefined) error.cause = withoutSecrets(error.cause, depth + 1);
  return error;
}

/** A value fit for a log: secrets by name and by shape are gone at any depth, errors say what and where. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth > DEPTH) return "[deep]";
  if (value instanceof Error) return plainError(value, depth);
  if (Array.isArray(value)) return value.map((one) => redacted(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      SECRET_NAME.test(name) && one !== null && one !== undefined && typeof one !== "boolean"
        ? CENSOR
        : redacted(one, depth + 1),
    ]),
  );
}

/** Of an error's own fields only its code: databases and clients hang whole requests onto theirs. */
function plainError(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: scrub(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: scrub(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redacted(error.cause, depth + 1) }),
  };
}
