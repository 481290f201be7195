import Stripe from "stripe";
import { ZodError, type z } from "zod";
import { outsideAgent } from "@/server/core/outside/agents";
import type { stripeSettings } from "./settings";

const TIMEOUT_MS = 8000;
/** A list longer than this is no list of one payment's neighbours: something else is wrong. */
const MAX_ITEMS = 5000;

export type StripeSettings = z.output<(typeof stripeSettings)["schema"]>;

/** `refused`: Stripe has decided. `unreachable`: nobody knows what it did. */
export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; status: number; reason: string }
  | { kind: "unreachable"; reason: string };

function connect({ secretKey, baseUrl }: StripeSettings): Stripe {
  const { hostname, port, protocol } = new URL(baseUrl);
  return new Stripe(secretKey, {
    host: hostname,
    protocol: protocol === "http:" ? "http" : "https",
    port: port || (protocol === "http:" ? 80 : 443),
    timeout: TIMEOUT_MS,
    httpAgent: outsideAgent(baseUrl),
    // Whoever called asks again, with the same idempotency key.
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** One call; Stripe's errors as answers. What cannot be read is no answer. */
export const ask = <T extends z.ZodType>(
  settings: StripeSettings,
  schema: T,
  call: (stripe: Stripe) => Promise<unknown>,
): Promise<Answer<z.output<T>>> =>
  attempt(settings, async (stripe) => schema.parse(await call(stripe)));

/** Every item of a list, page after page, until `found` says it is enough. */
export const askAll = <T extends z.ZodType>(
  settings: StripeSettings,
  item: T,
  list: (stripe: Stripe) => AsyncIterable<unknown>,
  found: (item: z.output<T>) => boolean = () => false,
): Promise<Answer<z.output<T>[]>> =>
  attempt(settings, async (stripe) => {
    const items: z.output<T>[] = [];
    for await (const one of list(stripe)) {
      const parsed = item.parse(one);
      items.push(parsed);
      if (found(parsed)) break;
      if (items.length >= MAX_ITEMS) throw new Error("the list has no end");
    }
    return items;
  });

async function attempt<T>(
  settings: StripeSettings,
  body: (stripe: Stripe) => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { kind: "ok", value: await body(connect(settings)) };
  } catch (error) {
    const reason = reasonOf(settings, error);
    const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined;
    // 409, and a key used with other parameters: something was made with it already.
    const undecided =
      status === undefined ||
      status < 400 ||
      status >= 500 ||
      status === 408 ||
      status === 409 ||
      status === 429 ||
      error instanceof Stripe.errors.StripeRateLimitError ||
      error instanceof Stripe.errors.StripeIdempotencyError;
    return undecided ? { kind: "unreachable", reason } : { kind: "refused", status, reason };
  }
}

/** What Stripe says is wrong, without the parts of a key that its messages repeat. */
function reasonOf({ secretKey, webhookSecret }: StripeSettings, error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error instanceof ZodError) return "the answer could not be read";
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    return "HTTP 401: the secret key is not accepted";
  }
  const parts =
    error instanceof Stripe.errors.StripeError
      ? [error.statusCode && `HTTP ${error.statusCode}`, error.decline_code ?? error.code]
      : [];
  let text = [...parts, error.message].filter(Boolean).join(": ");
  for (const secret of [secretKey, webhookSecret]) {
    if (secret) text = text.replaceAll(secret, "***");
  }
  return text.replace(/\b([sr]k_(?:live|test)_)[\w*]+/g, "$1***").slice(0, 300);
}
