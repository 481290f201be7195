import type Stripe from "stripe";
import type { Money } from "@/server/rules/money";
import type { CreateInput } from "../contract";

const MAX_TEXT = 250;

const cut = (text: string): string =>
  [...text].length > MAX_TEXT ? `${[...text].slice(0, MAX_TEXT - 1).join("")}…` : text;

/** Stripe's minor units are ours: 10.99 USD is 1099, 500 JPY is 500. */
export function minorUnits({ amount }: Money): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error("More than Stripe can count");
  return Number(amount);
}

const metadataOf = ({ payment, order }: Pick<CreateInput, "payment" | "order">) => ({
  payment_id: payment.id,
  order: String(order.number),
});

const descriptionOf = ({ order }: Pick<CreateInput, "order">): string =>
  cut(`${order.title} · ${order.number}`);

/** The same for the same payment, as its idempotency key demands: nothing in it may depend on the time. */
export function sessionRequest(input: CreateInput): Stripe.Checkout.SessionCreateParams {
  const { payment, order, customer, returnUrl, saveMethod } = input;
  return {
    mode: "payment",
    client_reference_id: payment.id,
    locale: customer.locale,
    success_url: returnUrl,
    cancel_url: returnUrl,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: payment.money.currency.toLowerCase(),
          unit_amount: minorUnits(payment.money),
          product_data: { name: cut(order.title) },
        },
      },
    ],
    metadata: { ...metadataOf(input), ...(saveMethod && { save_method: "yes" }) },
    payment_intent_data: {
      description: descriptionOf(input),
      metadata: metadataOf(input),
      ...(saveMethod && { setup_future_usage: "off_session" as const }),
    },
    ...(saveMethod && { customer_creation: "always" as const }),
  };
}

/** A charge of a kept card while its holder is away. */
export function chargeRequest(
  input: Pick<CreateInput, "payment" | "order">,
  kept: { customer: string; paymentMethod: string },
): Stripe.PaymentIntentCreateParams {
  return {
    amount: minorUnits(input.payment.money),
    currency: input.payment.money.currency.toLowerCase(),
    customer: kept.customer,
    payment_method: kept.paymentMethod,
    off_session: true,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    description: descriptionOf(input),
    metadata: { ...metadataOf(input), off_session: "yes" },
  };
}
