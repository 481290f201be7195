import { z } from "zod";
import { defineGateway, type GatewayEvent } from "../contract";
import { type Answer, ask } from "./api";
import { failureOf, intentEvent, refundEvent, sessionEvent } from "./events";
import { intentOf, listRefunds, lookUp } from "./lookup";
import { idOf, intentObject, refundObject, sessionObject } from "./objects";
import { chargeRequest, minorUnits, sessionRequest } from "./requests";
import { stripeSettings } from "./settings";
import { isSignedByStripe } from "./signature";
import { readEvent } from "./webhook";

/** Stripe. A payment is a Checkout Session; a charge of a kept card is a Payment Intent of its own. */
export const stripeGateway = defineGateway({
  id: "stripe",
  label: { en: "Bank card (Stripe)", ru: "Банковская карта (Stripe)" },
  currencies: ["USD", "EUR", "TRY", "KZT", "UAH", "JPY"],
  // About half a US dollar, which is Stripe's own least; a little more where it is not fixed.
  minimums: { USD: 50n, EUR: 50n, TRY: 2500n, KZT: 30_000n, UAH: 2500n, JPY: 50n },
  settings: stripeSettings,
  webhook: "signed",
  isReady: async (_ctx, { enabled, secretKey, webhookSecret }) =>
    enabled && secretKey !== "" && webhookSecret !== "",
  verify: ({ webhookSecret }, request) => isSignedByStripe(webhookSecret, request),
  translate: (_ctx, settings, body) => readEvent(settings, body),

  async create(_ctx, settings, input) {
    const answer = await ask(settings, sessionObject, (stripe) =>
      stripe.checkout.sessions.create(sessionRequest(input), {
        idempotencyKey: `checkout:${input.payment.id}`,
      }),
    );
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return answer;
    return {
      kind: "created",
      externalId: answer.value.id,
      payUrl: answer.value.url ?? input.returnUrl,
    };
  },

  async poll(_ctx, settings, payment) {
    const answer = await lookUp(settings, payment);
    if (answer.kind === "refused" && answer.status === 404) return { kind: "absent" };
    if (answer.kind !== "ok") return { kind: "unreachable", reason: answer.reason };
    // The idempotency key makes certain of it: making it again gives the one there is.
    if (!answer.value) return { kind: "absent" };
    const { owner, session, intent } = answer.value;
    const told = session ? await sessionEvent(settings, session) : intentEvent(answer.value.intent);
    if (!told)
      return { kind: "open", externalId: owner.externalId, payUrl: session?.url ?? undefined };
    const events: GatewayEvent[] = [told];
    const charge = intent?.latest_charge;
    if (intent && typeof charge === "object" && charge && charge.amount_refunded > 0) {
      const refunds = await listRefunds(settings, intent.id);
      if (refunds.kind !== "ok") return { kind: "unreachable", reason: refunds.reason };
      events.push(...refunds.value.flatMap((refund) => refundEvent(owner, refund) ?? []));
    }
    return { kind: "events", events };
  },

  refund: {
    partial: true,
    async run(_ctx, settings, { payment, refundId, money }) {
      const found = await intentOf(settings, payment);
      if (found.kind !== "ok") return undone(found);
      const intentId = found.value;
      if (!intentId) return { kind: "refused", reason: "the charge of this payment is not known" };
      // The key is forgotten after a day, and a refund may be asked for longer than that.
      const made = await listRefunds(settings, intentId);
      if (made.kind !== "ok") return undone(made);
      const known = made.value.find(({ metadata }) => metadata?.refund_id === refundId);
      const answer = known
        ? ({ kind: "ok", value: known } as const)
        : await ask(settings, refundObject, (stripe) =>
            stripe.refunds.create(
              {
                payment_intent: intentId,
                amount: minorUnits(money),
                metadata: { refund_id: refundId, payment_id: payment.id },
              },
              { idempotencyKey: refundId },
            ),
          );
      if (answer.kind !== "ok") return undone(answer);
      const { id, status, failure_reason } = answer.value;
      if (status === "succeeded") return { kind: "done", externalId: id };
      return status === "failed" || status === "canceled"
        ? { kind: "refused", reason: failure_reason ?? status }
        : { kind: "unknown", reason: `the refund is ${status}` };
    },
  },

  async charge(_ctx, settings, { token, ...input }) {
    const kept = await ask(settings, intentObject, (stripe) =>
      stripe.paymentIntents.retrieve(token),
    );
    if (kept.kind === "unreachable") return { kind: "unknown", reason: kept.reason };
    if (kept.kind === "refused") return { kind: "declined", reason: kept.reason };
    const customer = idOf(kept.value.customer);
    const paymentMethod = idOf(kept.value.payment_method);
    if (!customer || !paymentMethod) return { kind: "declined", reason: "the card is not kept" };
    const answer = await ask(settings, intentObject, (stripe) =>
      stripe.paymentIntents.create(chargeRequest(input, { customer, paymentMethod }), {
        idempotencyKey: `charge:${input.payment.id}`,
      }),
    );
    if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
    if (answer.kind === "refused") return { kind: "declined", reason: answer.reason };
    const event = intentEvent(answer.value);
    if (!event) return { kind: "pending", externalId: answer.value.id };
    return event.kind === "paid"
      ? { kind: "events", externalId: answer.value.id, events: [event] }
      : { kind: "declined", reason: failureOf(answer.value) };
  },

  async test(_ctx, settings) {
    if (!settings.secretKey) return { ok: false, message: "Set the secret key first." };
    const balance = z.object({ livemode: z.boolean() });
    const answer = await ask(settings, balance, (stripe) => stripe.balance.retrieve());
    if (answer.kind !== "ok") return { ok: false, message: answer.reason };
    const mode = answer.value.livemode ? "live" : "test";
    return settings.webhookSecret
      ? { ok: true, message: `Stripe answers (${mode} mode)` }
      : { ok: false, message: `Stripe answers (${mode} mode), but the webhook secret is not set.` };
  },
});

const undone = (answer: Exclude<Answer<unknown>, { kind: "ok" }>) =>
  answer.kind === "refused" ? answer : ({ kind: "unknown", reason: answer.reason } as const);
