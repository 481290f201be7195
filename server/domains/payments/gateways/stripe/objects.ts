import { z } from "zod";

const metadata = z.record(z.string(), z.string()).nullish();
const minorUnits = z.number().int().nonnegative();

/** Stripe writes the id of a thing, or, asked to expand it, the thing. */
const expandable = <T extends z.ZodType>(thing: T) => z.union([z.string(), thing]).nullish();
const reference = expandable(z.object({ id: z.string() }));

const paymentMethod = z.object({
  id: z.string(),
  type: z.string(),
  card: z.object({ brand: z.string(), last4: z.string() }).nullish(),
});

export const intentObject = z.object({
  id: z.string(),
  status: z.string(),
  amount_received: minorUnits,
  currency: z.string(),
  metadata,
  customer: reference,
  payment_method: expandable(paymentMethod),
  latest_charge: expandable(z.object({ id: z.string(), amount_refunded: minorUnits })),
  last_payment_error: z
    .object({ code: z.string().nullish(), decline_code: z.string().nullish() })
    .nullish(),
});
export type Intent = z.output<typeof intentObject>;

/** Of whatever version the webhook was set up with: unknown keys are ignored. */
export const sessionObject = z.object({
  id: z.string(),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: minorUnits.nullish(),
  currency: z.string().nullish(),
  metadata,
  payment_intent: expandable(intentObject),
  url: z.string().nullish(),
});
export type Session = z.output<typeof sessionObject>;

export const refundObject = z.object({
  id: z.string(),
  status: z.string().nullish(),
  amount: minorUnits,
  currency: z.string(),
  payment_intent: reference,
  metadata,
  failure_reason: z.string().nullish(),
});
export type Refund = z.output<typeof refundObject>;

export const chargeObject = z.object({
  id: z.string(),
  amount_refunded: minorUnits,
  payment_intent: reference,
});

export const idOf = (thing: string | { id: string } | null | undefined): string | undefined =>
  typeof thing === "string" ? thing : thing?.id;
