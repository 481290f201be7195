import { z } from "zod";
import type { Reply } from "./errors";

/** A request that failed the panel's validation; the body depends on the zod it was built with. */
export class InvalidRequest extends Error {
  constructor(readonly issues: z.core.$ZodIssue[]) {
    super("Validation failed");
    this.name = "InvalidRequest";
  }
}

export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new InvalidRequest(parsed.error.issues);
  return parsed.data;
}

export const validationError = (issues: z.core.$ZodIssue[], legacy: boolean): Reply => ({
  status: 400,
  json: {
    statusCode: 400,
    message: "Validation failed",
    errors: legacy ? issues.map(zod3Issue) : issues,
  },
});

/** 2.8 answers in zod 3's words. */
function zod3Issue(issue: z.core.$ZodIssue): unknown {
  const { path, message } = issue;
  if (issue.code === "invalid_format") {
    return { validation: issue.format, code: "invalid_string", message, path };
  }
  if (issue.code === "too_big" || issue.code === "too_small") {
    const limit =
      issue.code === "too_big" ? { maximum: issue.maximum } : { minimum: issue.minimum };
    const { code, origin, inclusive = true } = issue;
    return { code, ...limit, type: origin, inclusive, exact: false, message, path };
  }
  if (issue.code === "invalid_type") {
    const received = /received (\w+)/.exec(message)?.[1] ?? "undefined";
    const text =
      received === "undefined" ? "Required" : `Expected ${issue.expected}, received ${received}`;
    return { code: "invalid_type", expected: issue.expected, received, path, message: text };
  }
  return issue;
}

const STATUSES = ["ACTIVE", "DISABLED", "LIMITED", "EXPIRED"] as const;
const STRATEGIES = ["NO_RESET", "DAY", "WEEK", "MONTH", "MONTH_ROLLING"] as const;

const moment = z.iso.datetime({ local: true, offset: true }).transform((text) => Date.parse(text));
const tag = z
  .string()
  .regex(/^[A-Z0-9_]+$/, "Tag can only contain uppercase letters, numbers, underscores")
  .max(16, "Tag must be less than 16 characters")
  .nullish();
/** The panel's zod is older than ours and reports this pattern, backslashes included. */
const EMAIL =
  // biome-ignore lint/complexity/noUselessEscapeInRegex: its source is part of the captured answer
  /^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const email = z.email({ pattern: EMAIL });
const secret = z.string().min(8).max(32).optional();

const common = {
  trafficLimitBytes: z.number().min(0, "Traffic limit must be greater than 0").optional(),
  trafficLimitStrategy: z.enum(STRATEGIES).optional(),
};
const details = {
  description: z.string().nullish(),
  tag,
  telegramId: z.number().nullish(),
  email: email.nullish(),
  hwidDeviceLimit: z.number().int().min(0).nullish(),
  activeInternalSquads: z.array(z.uuid()).optional(),
  externalSquadUuid: z.uuid().nullish(),
};

export const createBody = z.object({
  username: z
    .string()
    .max(36, "Username must be less than 36 characters")
    .min(3, "Username must be at least 3 characters")
    .regex(
      /^[a-zA-Z0-9_-]+$/,
      "Username can only contain letters, numbers, underscores and dashes",
    ),
  status: z.enum(STATUSES).default("ACTIVE"),
  shortUuid: z.string().optional(),
  trojanPassword: secret,
  vlessUuid: z.guid().optional(),
  ssPassword: secret,
  ...common,
  expireAt: moment,
  createdAt: moment.optional(),
  lastTrafficResetAt: moment.optional(),
  ...details,
});

const updateFields = { status: z.enum(["ACTIVE", "DISABLED"]).optional(), ...common, ...details };

export const updateBody = (now: number, keyName: "id" | "uuid") =>
  z
    .object({
      username: z.string().optional(),
      id: keyName === "id" ? z.number().optional() : z.unknown().optional(),
      uuid: keyName === "uuid" ? z.uuid().optional() : z.unknown().optional(),
      ...updateFields,
      expireAt: moment.refine((at) => at > now, "Expiration date cannot be in the past").optional(),
    })
    .refine((body) => body.username !== undefined || body[keyName] !== undefined, {
      message: `At least one of username, ${keyName} must be provided`,
    });

export type CreateBody = z.output<typeof createBody>;
export type UpdateBody = z.output<ReturnType<typeof updateBody>>;

export const bulkFields = z.object({
  status: z.enum(STATUSES).optional(),
  ...common,
  expireAt: moment.optional(),
  ...details,
  activeInternalSquads: z.unknown().optional(),
});

export const revokeBody = z.object({
  revokeOnlyPasswords: z.boolean().default(false),
  shortUuid: z.string().min(16).max(64).optional(),
});

export const extendBody = z.object({ days: z.number().int().min(1) });

const pageSize = z.coerce
  .number()
  .min(1, "Size (limit) must be greater than 0")
  .max(1000, "Size (limit) must be less than 1000");

export const listQuery = z.object({
  start: z.coerce.number().default(0),
  size: pageSize.default(25),
  filters: z
    .string()
    .transform((text) => JSON.parse(text) as { id: string; value: unknown }[])
    .optional(),
});

export const streamQuery = z.object({
  cursor: z.coerce.number().optional(),
  size: pageSize.default(250),
  status: z.enum(STATUSES).optional(),
  trafficLimitStrategy: z.enum(STRATEGIES).optional(),
  telegramId: z.string().optional(),
  email: email.optional(),
  tag: z.string().optional(),
  externalSquadUuid: z.uuid().optional(),
});
