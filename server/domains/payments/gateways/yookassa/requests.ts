import { type Money, toDecimal } from "@/server/rules/money";
import type { CreateInput } from "../contract";
import type { YookassaSettings } from "./api";

/** The most characters YooKassa takes for a description and for a receipt's line. */
const MAX_TEXT = 128;

const cut = (text: string): string =>
  [...text].length > MAX_TEXT ? `${[...text].slice(0, MAX_TEXT - 1).join("")}…` : text;

/** What paying by hand and charging a kept way to pay have in common; the same again for the same payment. */
export function paymentRequest(
  settings: YookassaSettings,
  { payment, order }: Pick<CreateInput, "payment" | "order">,
) {
  return {
    amount: { value: toDecimal(payment.money), currency: payment.money.currency },
    capture: true,
    description: cut(`${order.title} · ${order.number}`),
    metadata: { payment_id: payment.id, order: String(order.number) },
    ...receiptOf(settings, payment.money, order.title),
  };
}

/** The receipt that 54-FZ asks for: one service, paid in full. Empty where the shop sends its own. */
export function receiptOf(settings: YookassaSettings, money: Money, title: unknown) {
  if (!settings.receipt) return {};
  return {
    receipt: {
      customer: { email: settings.receiptEmail },
      items: [
        {
          description: cut(typeof title === "string" && title ? title : "VPN"),
          quantity: "1.00",
          amount: { value: toDecimal(money), currency: money.currency },
          vat_code: settings.vatCode,
          payment_mode: "full_payment",
          payment_subject: "service",
        },
      ],
    },
  };
}
