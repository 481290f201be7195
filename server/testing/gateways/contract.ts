import type { Sql } from "@/db/client";

/** `timeout-after-create`: the payment is made, and its answer never comes. `refuse`: a 4xx to everything. */
export type DoubleMood = "ok" | "500" | "timeout-after-create" | "refuse";

/** A webhook as the provider sent it; `address` is where it came from. */
export type SentWebhook = { rawBody: Buffer; headers: Headers; address: string | null };

/** A provider's HTTP API on loopback, as far as its gateway uses it: tests play customer and provider with it. */
export type GatewayDouble = {
  baseUrl: string;
  /** Valid values for the gateway's settings schema: switched on, pointing here. */
  settings: Record<string, unknown>;
  /** The customer pays: exactly what was asked, or what is given. Queues the provider's webhook. */
  pay(externalId: string, received?: { decimal: string; currency: string }): Promise<void>;
  /** The payment ends unpaid. Queues the provider's webhook, if it sends one. */
  fail(externalId: string): Promise<void>;
  /** Money is sent back at the provider: all of it, or what is given. */
  refund(externalId: string, decimal?: string): Promise<void>;
  /** The webhooks sent since the last call, oldest first. */
  takeWebhooks(): SentWebhook[];
  setMood(mood: DoubleMood): void;
  /** How many distinct payments were made. */
  created(): number;
  /** Where ids are UUIDs: in which letters the provider writes them from now on. */
  setIdCase?(letters: "lower" | "upper"): void;
  /**
   * The provider takes no key and cannot be asked for our id: what it made without answering stays behind,
   * unknown to all and payable by nobody.
   */
  leavesOrphans?: true;
  stop(): Promise<void>;
};

/** Each one started is a merchant of its own, with secrets of its own. */
export type StartDouble = (options: { sql: Sql }) => Promise<GatewayDouble>;
