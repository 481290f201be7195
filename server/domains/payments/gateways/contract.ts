import type { z } from "zod";
import type { Locale } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import type { SettingsDefinition } from "@/server/core/settings";
import type { Currency, Money } from "@/server/rules/money";

/** What arrived, as the gateway wrote it: a decimal text, because `149.995` must not become 150. */
export type Received = { decimal: string; currency: string };

/**
 * What a webhook, a poll or an API answer says happened. `externalId` is the provider's payment id;
 * `paymentId` is ours, where the provider carries it: it finds a payment whose creation was never answered.
 */
export type GatewayEvent =
  | {
      kind: "paid";
      externalId: string;
      paymentId?: string;
      received: Received;
      data?: GatewayData;
      /** The customer let the provider keep this way to pay: it can be charged again. */
      savedMethod?: SavedMethod;
      /** A later charge of a subscription kept at the provider: `paymentId` is the first one's. */
      recurring?: boolean;
    }
  | { kind: "failed"; externalId: string; paymentId?: string; reason: string }
  | {
      kind: "refunded";
      externalId: string;
      paymentId?: string;
      /** The provider's id of this refund: two equal refunds differ by it. */
      refundExternalId: string;
      /** Our refund, where the provider carries its id. */
      refundId?: string;
      received: Received;
    }
  | { kind: "ignored"; reason: string };

export type GatewayEventOf<K extends GatewayEvent["kind"]> = Extract<GatewayEvent, { kind: K }>;

/** `token`: the provider's handle, a secret. `label`: what the customer knows it by, e.g. `Visa •• 4242`. */
export type SavedMethod = { token: string; label: string };

export type GatewayData = Record<string, unknown>;

/** The stored payment, as far as gateways may know it. */
export type GatewayPayment = {
  id: string;
  externalId: string | null;
  money: Money;
  data: GatewayData;
  createdAt: Date;
  expiresAt: Date;
};

export type CreateInput = {
  payment: GatewayPayment;
  order: { number: number; title: string; description: string };
  customer: { telegramId: bigint | null; locale: Locale };
  /** Where the customer's browser comes back to. */
  returnUrl: string;
  /** The customer agreed that this way to pay is kept for automatic renewal. */
  saveMethod?: boolean;
};

/** A charge without the customer present. `pending`: it exists and ends later, by webhook or poll. */
export type ChargeOutcome =
  | { kind: "events"; externalId: string; events: GatewayEvent[] }
  | { kind: "pending"; externalId: string | null }
  | { kind: "declined"; reason: string }
  | { kind: "unknown"; reason: string };

/** `unknown`: no answer came, and the payment may exist: it is asked for by our id, never made twice. */
export type CreateOutcome =
  | { kind: "created"; externalId: string | null; payUrl: string; data?: GatewayData }
  | { kind: "unknown"; reason: string }
  | { kind: "refused"; reason: string };

/** `open`: it exists and waits for the customer. `absent`: the provider never heard of it. */
export type PollOutcome =
  | { kind: "events"; events: GatewayEvent[] }
  | { kind: "open"; externalId?: string; payUrl?: string }
  | { kind: "absent" }
  | { kind: "unreachable"; reason: string };

export type RefundOutcome =
  | { kind: "done"; externalId: string }
  | { kind: "unknown"; reason: string }
  | { kind: "refused"; reason: string };

export type WebhookRequest = {
  rawBody: Buffer;
  headers: Headers;
  /** Who sent it, forwarded addresses believed from trusted proxies only; null when not known. */
  address: string | null;
  now: Date;
};

/** `paymentId`: our first payment. `body`: what `translate` reads as a later charge, the same each time. */
export type ProviderCharge = { externalId: string; paymentId: string; body: unknown };

/**
 * A payment provider. Everything about it is behind this: adding one is a folder and a line in the registry.
 * `payment.id` (or the refund's id) is the idempotency key of every call that makes something.
 */
export type Gateway<S extends z.ZodObject = z.ZodObject> = {
  id: string;
  label: Record<Locale, string>;
  currencies: readonly [Currency, ...Currency[]];
  /** The least the provider takes, minor units; absent is one unit. */
  minimums?: Partial<Record<Currency, bigint>>;
  /** Paid inside of Telegram only: not offered to who has none. */
  inTelegramOnly?: true;
  settings: SettingsDefinition<S>;
  /** Switched on and configured well enough to take money. */
  isReady(ctx: Ctx, settings: z.output<S>): Promise<boolean>;
  /** `signed`: webhooks come to `/api/webhooks/payments/<id>`; `internal`: events enter through another verified door. */
  webhook: "signed" | "internal";
  /** Signature over the raw bytes, in constant time; false refuses. Internal gateways refuse everything. */
  verify(settings: z.output<S>, request: WebhookRequest): boolean;
  /** Reads a stored body. May ask the provider, where a webhook alone is not to be believed. */
  translate(ctx: Ctx, settings: z.output<S>, body: Buffer): Promise<GatewayEvent>;
  create(ctx: Ctx, settings: z.output<S>, input: CreateInput): Promise<CreateOutcome>;
  poll(ctx: Ctx, settings: z.output<S>, payment: GatewayPayment): Promise<PollOutcome>;
  /** Absent where the provider cannot refund. `partial`: it can return a part. */
  refund?: {
    partial: boolean;
    run(
      ctx: Ctx,
      settings: z.output<S>,
      input: { payment: GatewayPayment; refundId: string; money: Money },
    ): Promise<RefundOutcome>;
  };
  /** Absent where a way to pay cannot be kept and charged again without the customer. */
  charge?(
    ctx: Ctx,
    settings: z.output<S>,
    input: Omit<CreateInput, "returnUrl" | "saveMethod"> & { token: string },
  ): Promise<ChargeOutcome>;
  /** Absent where the provider does not charge again by itself, every so many days, once the customer agreed. */
  subscription?: {
    days: number;
    /** The most it charges so, minor units. */
    most: bigint;
    /** Lets later charges be made, or stops them. `payment` is the first one. */
    set(
      ctx: Ctx,
      settings: z.output<S>,
      input: { payment: GatewayPayment; on: boolean },
    ): Promise<{ kind: "done" } | { kind: "unknown" | "refused"; reason: string }>;
    /** Every charge the provider made, oldest first: nobody waits for a later one, so its lost webhook is looked for. */
    charges(ctx: Ctx, settings: z.output<S>): AsyncIterable<ProviderCharge>;
  };
  /** For the settings page: says in one line whether the provider answers. */
  test(ctx: Ctx, settings: z.output<S>): Promise<{ ok: boolean; message: string }>;
};

export const defineGateway = <S extends z.ZodObject>(gateway: Gateway<S>): Gateway<S> => gateway;
