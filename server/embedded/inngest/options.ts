import { z } from "zod";
import { durationMs } from "./duration";
import { compile } from "./expression";

/** A function uses something that only a real Inngest server does. The start must stop: it would not work later. */
export class UnsupportedOption extends Error {
  constructor(
    readonly fnId: string,
    readonly option: string,
    why = "is not supported by the embedded executor",
  ) {
    super(`Job function “${fnId}”: the option “${option}” ${why}`);
    this.name = "UnsupportedOption";
  }
}

const concurrencySchema = z.union([
  z.number().int().positive(),
  z.object({
    limit: z.number().int().positive(),
    key: z.string().nullish(),
    scope: z.string().nullish(),
  }),
]);
const paceSchema = z.object({
  limit: z.number().int().positive(),
  period: z.string(),
  key: z.string().nullish(),
  burst: z.number().nullish(),
});
const configSchema = z.looseObject({
  id: z.string(),
  triggers: z.array(
    z.object({
      event: z.string().nullish(),
      expression: z.string().nullish(),
      cron: z.string().nullish(),
    }),
  ),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.number() }).nullish() }),
  }),
  idempotency: z.string().nullish(),
  concurrency: z.union([concurrencySchema, z.array(concurrencySchema)]).nullish(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().nullish(), timeout: z.string().nullish() }))
    .nullish(),
  debounce: z
    .object({ period: z.string(), key: z.string().nullish(), timeout: z.string().nullish() })
    .nullish(),
  throttle: paceSchema.nullish(),
  rateLimit: paceSchema.nullish(),
});

const KNOWN = new Set(["name", "checkpoint", ...Object.keys(configSchema.shape)]);

export type Pace = { limit: number; periodMs: number; key: string | null; burst: number };

export type FunctionConfig = {
  id: string;
  triggers: { event: string | null; expression: string | null; cron: string | null }[];
  /** Calls in all, the first one counted. */
  maxAttempts: number;
  idempotency: string | null;
  concurrency: { limit: number; key: string | null }[];
  cancel: { event: string; expression: string | null }[];
  debounce: { periodMs: number; key: string | null } | null;
  throttle: Pace | null;
  rateLimit: Pace | null;
};

/** Reads what the SDK says of a function. Throws {@link UnsupportedOption} naming function and option. */
export function readConfig(raw: unknown): FunctionConfig {
  const parsed = configSchema.safeParse(raw);
  const id = (raw as { id?: string }).id ?? "?";
  if (!parsed.success) {
    throw new UnsupportedOption(
      id,
      parsed.error.issues[0]?.path.join(".") ?? "?",
      "has a form that is not understood",
    );
  }
  const config = parsed.data;
  for (const [option, value] of Object.entries(config)) {
    if (!KNOWN.has(option) && value !== null && value !== undefined) {
      throw new UnsupportedOption(config.id, option);
    }
  }
  const concurrency = [config.concurrency ?? []]
    .flat()
    .map((entry) => (typeof entry === "number" ? { limit: entry, key: null, scope: null } : entry));
  for (const { scope } of concurrency) {
    if (scope && scope !== "fn")
      throw new UnsupportedOption(config.id, `concurrency.scope: ${scope}`);
  }
  if (config.cancel?.some((rule) => rule.timeout))
    throw new UnsupportedOption(config.id, "cancelOn.timeout");
  if (config.debounce?.timeout) throw new UnsupportedOption(config.id, "debounce.timeout");
  const pace = (given: z.output<typeof paceSchema> | null | undefined): Pace | null =>
    given
      ? {
          limit: given.limit,
          periodMs: durationMs(given.period),
          key: given.key ?? null,
          burst: given.burst ?? 0,
        }
      : null;
  const result: FunctionConfig = {
    id: config.id,
    triggers: config.triggers.map((trigger) => ({
      event: trigger.event ?? null,
      expression: trigger.expression ?? null,
      cron: trigger.cron ?? null,
    })),
    maxAttempts: (config.steps.step.retries?.attempts ?? 3) + 1,
    idempotency: config.idempotency ?? null,
    concurrency: concurrency.map(({ limit, key }) => ({ limit, key: key ?? null })),
    cancel: (config.cancel ?? []).map((rule) => ({
      event: rule.event,
      expression: rule.if ?? null,
    })),
    debounce: config.debounce
      ? { periodMs: durationMs(config.debounce.period), key: config.debounce.key ?? null }
      : null,
    throttle: pace(config.throttle),
    rateLimit: pace(config.rateLimit),
  };
  compileAll(result);
  return result;
}

/** Every expression now, so that none fails in the middle of the night. */
function compileAll(config: FunctionConfig): void {
  const expressions: [string, string | null][] = [
    ...config.triggers.map((t): [string, string | null] => ["triggers.if", t.expression]),
    ...config.concurrency.map((c): [string, string | null] => ["concurrency.key", c.key]),
    ...config.cancel.map((c): [string, string | null] => ["cancelOn.if", c.expression]),
    ["idempotency", config.idempotency],
    ["debounce.key", config.debounce?.key ?? null],
    ["throttle.key", config.throttle?.key ?? null],
    ["rateLimit.key", config.rateLimit?.key ?? null],
  ];
  for (const [option, source] of expressions) {
    if (!source) continue;
    try {
      compile(source);
    } catch (error) {
      throw new UnsupportedOption(config.id, option, error instanceof Error ? error.message : "");
    }
  }
}
