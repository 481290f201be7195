import { z } from "zod";
import { durationMs } from "./duration";
import { compile } from "./expression";
import { scheduleOf } from "./schedule";

/** A function uses something that only a real Inngest server does. The start must stop: it would not work later. */
export class UnsupportedOption extends Error {
  constructor(
    readonly fnId: string,
    readonly option: string,
    why = "it is not supported by the embedded executor",
  ) {
    super(`Job function “${fnId}”, option “${option}”: ${why}`);
    this.name = "UnsupportedOption";
  }
}

const limit = z.number().int().positive();
const concurrency = z.strictObject({
  limit,
  key: z.string().nullish(),
  scope: z.enum(["fn", "env", "account"]).nullish(),
});
const pace = z.strictObject({ limit, period: z.string(), key: z.string().nullish() });

/** Strict at every level: what is not written here is refused by name. */
const schema = z.strictObject({
  id: z.string(),
  name: z.string().nullish(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: z.string().nullish() }),
      z.strictObject({ cron: z.string() }),
    ]),
  ),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.number().nullish() }).nullish() }),
  }),
  idempotency: z.string().nullish(),
  concurrency: z.union([limit, concurrency, z.array(concurrency)]).nullish(),
  cancel: z
    .array(
      z.strictObject({
        event: z.string(),
        if: z.string().nullish(),
        timeout: z.string().nullish(),
      }),
    )
    .nullish(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().nullish(), timeout: z.string().nullish() })
    .nullish(),
  throttle: pace.nullish(),
  rateLimit: pace.nullish(),
});

export type Pace = { limit: number; periodMs: number; key: string | null };

export type FunctionConfig = {
  id: string;
  triggers: { event: string; expression: string | null }[];
  crons: string[];
  /** Calls in all, the first one counted. */
  maxAttempts: number;
  idempotency: string | null;
  /** `shared`: the key is one over all functions that name it. */
  concurrency: { limit: number; key: string | null; shared: boolean }[];
  cancel: { event: string; expression: string | null; timeoutMs: number | null }[];
  debounce: { periodMs: number; key: string | null; timeoutMs: number | null } | null;
  throttle: Pace | null;
  rateLimit: Pace | null;
};

/** The SDK's own default: three retries. */
const DEFAULT_RETRIES = 3;

/** Reads what the SDK says of a function. Throws {@link UnsupportedOption} naming function and option. */
export function readConfig(raw: unknown): FunctionConfig {
  const given = Object.fromEntries(
    Object.entries(raw as Record<string, unknown>).filter(([, value]) => value != null),
  );
  const fnId = String(given.id);
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw refusal(fnId, parsed.error.issues[0]);
  const config = parsed.data;

  /** Every expression and duration now, so that none fails in the middle of the night. */
  const checked = <T, R>(option: string, value: T | null | undefined, read: (value: T) => R) => {
    if (value === null || value === undefined) return null;
    try {
      return read(value);
    } catch (error) {
      throw new UnsupportedOption(fnId, option, error instanceof Error ? error.message : "");
    }
  };
  const expression = (option: string, source: string | null | undefined, roots = ["event"]) =>
    checked(option, source, (text) => {
      compile(text, roots);
      return text;
    });
  const paceOf = (option: string, value: z.output<typeof pace> | null | undefined) =>
    value
      ? {
          limit: value.limit,
          periodMs: checked(`${option}.period`, value.period, durationMs) ?? 0,
          key: expression(`${option}.key`, value.key),
        }
      : null;

  return {
    id: config.id,
    triggers: config.triggers.flatMap((trigger) =>
      "event" in trigger
        ? [{ event: trigger.event, expression: expression("triggers.if", trigger.expression) }]
        : [],
    ),
    crons: config.triggers.flatMap((trigger) => {
      if (!("cron" in trigger)) return [];
      checked("triggers.cron", trigger.cron, scheduleOf);
      return [trigger.cron];
    }),
    maxAttempts: (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    idempotency: expression("idempotency", config.idempotency),
    concurrency: [config.concurrency ?? []].flat().map((entry) =>
      typeof entry === "number"
        ? { limit: entry, key: null, shared: false }
        : {
            limit: entry.limit,
            key: expression("concurrency.key", entry.key),
            shared: entry.scope === "env" || entry.scope === "account",
          },
    ),
    cancel: (config.cancel ?? []).map((rule) => ({
      event: rule.event,
      expression: expression("cancelOn.if", rule.if, ["event", "async"]),
      timeoutMs: checked("cancelOn.timeout", rule.timeout, durationMs),
    })),
    debounce: config.debounce
      ? {
          periodMs: checked("debounce.period", config.debounce.period, durationMs) ?? 0,
          key: expression("debounce.key", config.debounce.key),
          timeoutMs: checked("debounce.timeout", config.debounce.timeout, durationMs),
        }
      : null,
    throttle: paceOf("throttle", config.throttle),
    rateLimit: paceOf("rateLimit", config.rateLimit),
  };
}

/** The SDK calls it `cancel` on the wire; who reads the message wrote `cancelOn`. */
const WRITTEN: Record<string, string> = { cancel: "cancelOn" };

function refusal(fnId: string, issue: z.core.$ZodIssue | undefined): UnsupportedOption {
  const inner = issue?.code === "invalid_union" ? deepest(issue) : issue;
  const path = [...(issue?.path ?? []), ...(inner === issue ? [] : (inner?.path ?? []))]
    .filter((part) => typeof part === "string")
    .map((part) => WRITTEN[part] ?? part);
  if (inner?.code !== "unrecognized_keys") {
    return new UnsupportedOption(fnId, path.join("."), "its value is not understood");
  }
  return new UnsupportedOption(fnId, [...path, inner.keys[0] ?? ""].join("."));
}

/** Of a union's alternatives the one that only failed for a key it does not know. */
const deepest = (issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue =>
  issue.errors.flat().find((inner) => inner.code === "unrecognized_keys") ?? issue;
