import type { Locale } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import type { Money } from "@/server/rules/money";
import type { PayoutDetails, PayoutMethodId } from "../schemas";
import type { ProgramSettings } from "../settings";

export type DetailsOf<M extends PayoutMethodId> = Extract<PayoutDetails, { method: M }>;

/** Who gets the money, as far as a method may know. */
export type Payee = { customerId: string; telegramId: bigint | null };

/**
 * `refused`: definitely not sent, and asking again will not help. `no_funds`: not sent, until the operator's own
 * account is filled. `unknown`: it may have been sent; only asking by the payout's id tells.
 */
export type SendOutcome =
  | { kind: "sent"; reference: string }
  | { kind: "refused"; reason: string }
  | { kind: "no_funds"; reason: string }
  | { kind: "unknown"; reason: string };

export type FindOutcome =
  | { kind: "sent"; reference: string }
  | { kind: "absent" }
  | { kind: "unknown"; reason: string };

/**
 * A way to pay partners. Everything about it is behind this: adding one is a file and a line in the registry.
 * The payout's id is the idempotency key of whatever a provider is asked.
 */
export type PayoutMethod<M extends PayoutMethodId = PayoutMethodId> = {
  id: M;
  label: Record<Locale, string>;
  /** How long it takes, in words. */
  arrives: Record<Locale, string>;
  /** Minimum and fee as the operator set them, in the program's currency. */
  rules(settings: ProgramSettings): { enabled: boolean; minimum: bigint; feeBp: number };
  /** The currency that leaves; null pays in the partner's own. */
  currency: "USDT" | null;
  /** Arrives in the transaction that asks for it: nobody has to approve or send anything. */
  instant: boolean;
  /** Refuses details that cannot be paid to, saying what to do; returns them as they are kept. */
  checkDetails(details: DetailsOf<M>, payee: Payee): DetailsOf<M>;
  /** Where it goes, most of it hidden. */
  hide(details: DetailsOf<M>): string;
  /** Absent where a person sends it. Never sends the same payout twice. */
  provider?: {
    /** A provider is set up, and these details are for it. */
    sends(ctx: Ctx, details: DetailsOf<M>): Promise<boolean>;
    send(
      ctx: Ctx,
      payout: { id: string; payee: Payee; money: Money; again: boolean },
    ): Promise<SendOutcome>;
    find(ctx: Ctx, payout: { id: string }): Promise<FindOutcome>;
  };
};

export const definePayoutMethod = <M extends PayoutMethodId>(
  method: PayoutMethod<M>,
): PayoutMethod<M> => method;
