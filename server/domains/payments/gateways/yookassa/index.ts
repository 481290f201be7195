import { z } from "zod";
import { toDecimal } from "@/server/rules/money";
import { defineGateway, type GatewayEvent } from "../contract";
import { ownPaymentId } from "../own-payment-id";
import { ask, askAll, remotePayment, remoteRefund } from "./api";
import { eventsOf, refundEvent } from "./events";
import { paymentRequest, receiptOf } from "./requests";
import { isYookassaAddress } from "./senders";
import { yookassaSettings } from "./settings";

const MINUTE_MS = 60_000;

const notification = z.object({
  event: z.string(),
  object: z.object({ id: z.string().min(1).max(100) }),
});

/** A notification that cannot be checked now is kept and read again: it is never believed unseen. */
class UncheckedError extends Error {}

/**
 * YooKassa. Its notifications carry no signature: they are taken from its addresses only, and of their words
 * nothing is believed but which payment to ask for.
 */
export const yookassaGateway = defineGateway({
  id: "yookassa",
  label: { en: "Bank card, SBP (YooKassa)", ru: "Банковская карта, СБП (ЮKassa)" },
  currencies: ["RUB"],
  minimums: { RUB: 100n },
  settings: yookassaSettings,
  webhook: "signed",
  isReady: async (_ctx, { enabled, shopId, secretKey, receipt, receiptEmail }) =>
    enabled && shopId !== "" && secretKey !== "" && (!receipt || receiptEmail !== ""),

  verify: ({ shopId, secretKey }, { address }) =>
    shopId !== "" && secretKey !== "" && isYookassaAddress(address),

  async translate(_ctx, settings, body): Promise<GatewayEvent> {
    const { event, object } = notification.parse(JSON.parse(body.toString("utf8")));
    const isRefund = event.startsWith("refund.");
    if (!isRefund && !event.startsWith("payment.")) return { kind: "ignored", reason: event };

    const refund = isRefund
      ? await ask(settings, remoteRefund, `/refunds/${key(object.id)}`)
      : undefined;
    if (refund && refund.kind !== "ok") return unchecked(refund, "no such refund");
    const paymentId = refund ? refund.value.payment_id : object.id;
    const answer = await ask(settings, remotePayment, `/payments/${key(paymentId)}`);
    if (answer.kind !== "ok") return unchecked(answer, "no such payment in this shop");

    const payment = answer.value;
    if (payment.recipient && payment.recipient.account_id !== settings.shopId) {
      return { kind: "ignored", reason: "another shop's payment" };
    }
    if (!ownPaymentId(payment.metadata))
      return { kind: "ignored", reason: "not made by this shop's bot" };
    const told = refund ? refundEvent(payment, refund.value) : eventsOf(payment)[0];
    return told ?? { kind: "ignored", reason: `${event}, and it is ${payment.status}` };
  },

  async create(_ctx, settings, input) {
    const answer = await ask(settings, remotePayment, "/payments", {
      idempotenceKey: input.payment.id,
      body: {
        ...paymentRequest(settings, input),
        confirmation: {
          type: "redirect",
          return_url: input.returnUrl,
          locale: input.customer.locale === "ru" ? "ru_RU" : "en_US",
        },
        save_payment_method: input.saveMethod === true,
      },
    });
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return answer;
    return {
      kind: "created",
      externalId: answer.value.id,
      // Made before and ended since, when the first answer was lost: there is nothing left to confirm.
      payUrl: answer.value.confirmation?.confirmation_url ?? input.returnUrl,
      data: { title: input.order.title },
    };
  },

  async poll(_ctx, settings, payment) {
    const isOurs = (remote: z.output<typeof remotePayment>) =>
      ownPaymentId(remote.metadata) === payment.id;
    let remote: z.output<typeof remotePayment> | undefined;
    if (payment.externalId) {
      const answer = await ask(settings, remotePayment, `/payments/${key(payment.externalId)}`);
      if (answer.kind === "refused" && answer.status === 404) return { kind: "absent" };
      if (answer.kind !== "ok") return { kind: "unreachable", reason: answer.reason };
      remote = answer.value;
    } else {
      // Made without our hearing of it: the list cannot be searched, but the time of making is known.
      const made = payment.createdAt.getTime();
      const answer = await askAll(
        settings,
        remotePayment,
        "/payments",
        {
          "created_at.gte": new Date(made - 5 * MINUTE_MS).toISOString(),
          "created_at.lt": new Date(made + 60 * MINUTE_MS).toISOString(),
        },
        isOurs,
      );
      if (answer.kind !== "ok") return { kind: "unreachable", reason: answer.reason };
      remote = answer.value.find(isOurs);
      // The idempotence key makes certain of it: making it again gives the one there is.
      if (!remote) return { kind: "absent" };
    }
    const events = eventsOf(remote);
    if (/[1-9]/.test(remote.refunded_amount?.value ?? "")) {
      const refunds = await askAll(settings, remoteRefund, "/refunds", { payment_id: remote.id });
      if (refunds.kind !== "ok") return { kind: "unreachable", reason: refunds.reason };
      events.push(...refunds.value.flatMap((refund) => refundEvent(remote, refund) ?? []));
    }
    return events.length > 0
      ? { kind: "events", events }
      : {
          kind: "open",
          externalId: remote.id,
          payUrl: remote.confirmation?.confirmation_url ?? undefined,
        };
  },

  refund: {
    partial: true,
    async run(_ctx, settings, { payment, refundId, money }) {
      if (!payment.externalId) return { kind: "refused", reason: "the payment's id is not known" };
      // The key is forgotten after a day, and a refund may be asked for longer than that.
      const made = await askAll(settings, remoteRefund, "/refunds", {
        payment_id: payment.externalId,
      });
      if (made.kind === "unreachable") return { kind: "unknown", reason: made.reason };
      if (made.kind === "refused") return made;
      const known = made.value.find(({ metadata }) => metadata?.refund_id === refundId);
      const answer = known
        ? ({ kind: "ok", value: known } as const)
        : await ask(settings, remoteRefund, "/refunds", {
            idempotenceKey: refundId,
            body: {
              payment_id: payment.externalId,
              amount: { value: toDecimal(money), currency: money.currency },
              metadata: { refund_id: refundId },
              ...receiptOf(settings, money, payment.data.title),
            },
          });
      if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
      if (answer.kind === "refused") return answer;
      const { id, status, cancellation_details } = answer.value;
      if (status === "succeeded") return { kind: "done", externalId: id };
      return status === "canceled"
        ? { kind: "refused", reason: cancellation_details?.reason ?? "canceled" }
        : { kind: "unknown", reason: `the refund is ${status}` };
    },
  },

  async charge(_ctx, settings, { token, ...input }) {
    const answer = await ask(settings, remotePayment, "/payments", {
      idempotenceKey: input.payment.id,
      body: { ...paymentRequest(settings, input), payment_method_id: token },
    });
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return { kind: "declined", reason: answer.reason };
    const { id, status, cancellation_details } = answer.value;
    if (status === "canceled") {
      return { kind: "declined", reason: cancellation_details?.reason ?? "canceled" };
    }
    const events = eventsOf(answer.value);
    return events.length > 0
      ? { kind: "events", externalId: id, events }
      : { kind: "pending", externalId: id };
  },

  async test(_ctx, settings) {
    if (!settings.shopId || !settings.secretKey) {
      return { ok: false, message: "Set the shop id and the secret key first." };
    }
    const me = z.object({ account_id: z.coerce.string(), test: z.boolean().nullish() });
    const answer = await ask(settings, me, "/me");
    return answer.kind === "ok"
      ? {
          ok: true,
          message: `YooKassa answers: shop ${answer.value.account_id}${answer.value.test ? " (test)" : ""}`,
        }
      : { ok: false, message: answer.reason };
  },
});

const key = (id: string): string => encodeURIComponent(id.toLowerCase());

/** What YooKassa does not know is nobody's money; what it did not say is asked for again. */
function unchecked(
  answer:
    | { kind: "refused"; status: number; reason: string }
    | { kind: "unreachable"; reason: string },
  absent: string,
): GatewayEvent {
  if (answer.kind === "refused" && answer.status === 404)
    return { kind: "ignored", reason: absent };
  throw new UncheckedError(`YooKassa could not be asked: ${answer.reason}`);
}
