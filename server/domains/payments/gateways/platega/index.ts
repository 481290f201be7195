import { safeEqual } from "@/server/core/crypto";
import { toDecimal } from "@/server/rules/money";
import {
  type CreateInput,
  type CreateOutcome,
  defineGateway,
  type GatewayEvent,
  type PollOutcome,
} from "../contract";
import { singleFlight } from "../single-flight";
import {
  ask,
  type PlategaSettings,
  type PlategaTransaction,
  plategaCallback,
  plategaCreated,
  plategaTransaction,
} from "./api";
import { plategaSettings } from "./settings";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const FAILED = ["CANCELED", "CANCELLED", "EXPIRED", "FAILED", "DECLINED", "ERROR"];

/** Everything a transaction's present state says, oldest first. */
function eventsOf(transaction: PlategaTransaction): GatewayEvent[] {
  const { id, status, payload, paymentDetails } = transaction;
  const ids = { externalId: id, paymentId: payload || undefined };
  const received = { decimal: paymentDetails.amount, currency: paymentDetails.currency };
  const paid: GatewayEvent = { kind: "paid", ...ids, received };
  if (status === "CONFIRMED") return [paid];
  if (status === "CHARGEBACKED") {
    return [paid, { kind: "refunded", ...ids, refundExternalId: `${id}:chargeback`, received }];
  }
  return FAILED.includes(status) ? [{ kind: "failed", ...ids, reason: status.toLowerCase() }] : [];
}

const isForeign = (settings: PlategaSettings, transaction: PlategaTransaction): boolean => {
  const owner = transaction.merchantId ?? transaction.mechantId;
  return Boolean(owner) && owner?.toLowerCase() !== settings.merchantId.toLowerCase();
};

/**
 * Platega takes no key and no id of ours, and cannot be asked for our id. Only what has an answer is told to a
 * customer, so a transaction that was never answered can be paid by nobody, and another one may be made.
 */
async function make(settings: PlategaSettings, input: CreateInput): Promise<CreateOutcome> {
  const { payment, order, returnUrl } = input;
  const chosen = settings.paymentMethod !== "auto";
  const answer = await ask(settings, `${chosen ? "" : "/v2"}/transaction/process`, {
    ...(chosen && { paymentMethod: Number(settings.paymentMethod) }),
    paymentDetails: {
      amount: Number(toDecimal(payment.money)),
      currency: payment.money.currency,
    },
    description: `${order.title} · ${order.number}`.slice(0, 200),
    return: returnUrl,
    failedUrl: returnUrl,
    payload: payment.id,
  });
  if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
  if (answer.kind === "refused") return { kind: "refused", reason: answer.reason };
  const made = plategaCreated.safeParse(answer.body);
  const payUrl = made.data?.url || made.data?.redirect;
  return made.success && payUrl
    ? { kind: "created", externalId: made.data.transactionId, payUrl }
    : { kind: "unknown", reason: "the answer could not be read" };
}

async function look(
  settings: PlategaSettings,
  id: string,
): Promise<
  | { kind: "found"; transaction: PlategaTransaction }
  | { kind: "absent" }
  | { kind: "unreachable"; reason: string }
> {
  const answer = await ask(settings, `/transaction/${encodeURIComponent(id)}`);
  if (answer.kind === "unreachable") return answer;
  if (answer.kind === "refused") {
    return answer.status === 404
      ? { kind: "absent" }
      : { kind: "unreachable", reason: answer.reason };
  }
  const parsed = plategaTransaction.safeParse(answer.body);
  return parsed.success && parsed.data.id === id.toLowerCase()
    ? { kind: "found", transaction: parsed.data }
    : { kind: "unreachable", reason: "the answer could not be read" };
}

/** Platega: SBP and cards. Its webhooks carry a secret, not a signature, so the transaction is always re-read. */
export const plategaGateway = defineGateway({
  id: "platega",
  label: { en: "SBP and cards (Platega)", ru: "СБП и карты (Platega)" },
  currencies: ["RUB"],
  // Lower ones are refused by the banks behind it.
  minimums: { RUB: 1_000n },
  settings: plategaSettings,
  webhook: "signed",
  isReady: async (_ctx, { enabled, merchantId, secret }) =>
    enabled && merchantId !== "" && secret !== "",

  verify({ merchantId, secret }, { headers }) {
    if (!merchantId || !secret) return false;
    const known = safeEqual(headers.get("x-merchantid") ?? "", merchantId);
    // Both are compared, whatever the first one said.
    return safeEqual(headers.get("x-secret") ?? "", secret) && known;
  },

  async translate(_ctx, settings, body): Promise<GatewayEvent> {
    const told = plategaCallback.parse(JSON.parse(body.toString("utf8")));
    const looked = await look(settings, told.id);
    if (looked.kind === "absent") throw new Error("Platega does not know this transaction");
    if (looked.kind === "unreachable") throw new Error(`Platega: ${looked.reason}`);
    const { transaction } = looked;
    if (isForeign(settings, transaction)) return { kind: "ignored", reason: "another merchant's" };
    const events = eventsOf({ ...transaction, payload: transaction.payload ?? told.payload });
    return events.at(-1) ?? { kind: "ignored", reason: transaction.status.toLowerCase() };
  },

  create: (_ctx, settings, input) =>
    singleFlight(`platega:${settings.merchantId}:${input.payment.id}`, () => make(settings, input)),

  async poll(_ctx, settings, payment): Promise<PollOutcome> {
    if (!payment.externalId) return { kind: "absent" };
    const looked = await look(settings, payment.externalId);
    if (looked.kind !== "found") return looked;
    const events = isForeign(settings, looked.transaction) ? [] : eventsOf(looked.transaction);
    return events.length > 0
      ? { kind: "events", events }
      : { kind: "open", externalId: looked.transaction.id };
  },

  async test(_ctx, settings) {
    if (!settings.merchantId || !settings.secret) {
      return { ok: false, message: "Set the merchant id and the secret first." };
    }
    // Nothing has this id: who is let in is told so, who is not is refused.
    const answer = await ask(settings, `/transaction/${NOBODY}`);
    if (answer.kind === "unreachable") return { ok: false, message: answer.reason };
    const denied = answer.kind === "refused" && [401, 403].includes(answer.status);
    return denied
      ? { ok: false, message: "Platega refuses this merchant id or secret" }
      : { ok: true, message: "Platega answers" };
  },
});
