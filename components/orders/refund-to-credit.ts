import type { Action } from "@/components/forms/action-dialog";
import type { Outputs } from "@/components/lib/outputs";
import type { Locale } from "@/db/enums";
import { formatMoney, fromDecimal, type Money, toDecimal } from "@/server/rules/money";

type Order = Outputs["orders"]["get"];

/** What of an order's worth, money and credit together, has not gone back yet. */
const leftOf = (order: Order): Money => ({
  amount: order.total.amount + order.credit - order.refunded - order.refundedCredit,
  currency: order.total.currency,
});

/** A top-up is credit already. */
export const mayBecomeCredit = (order: Order): boolean =>
  leftOf(order).amount > 0n &&
  ["paid", "fulfilled"].includes(order.status) &&
  order.kind !== "topup";

/** Gives an order's worth back as credit; texts come from `orders.toCredit`. */
export function refundToCreditAction(
  t: (key: string, values?: Record<string, string>) => string,
  order: Order,
  locale: Locale,
  run: (input: { orderId: string; amount?: bigint; reason: string }) => Promise<unknown>,
): Action {
  const left = leftOf(order);
  const amountOf = (text: string) =>
    fromDecimal(text.replace(/\s/g, "").replace(",", "."), left.currency)?.amount ?? null;
  return {
    title: t("toCredit.title"),
    consequence: ({ amount = "" }) => {
      const chosen = amountOf(amount);
      if (chosen === null || chosen <= 0n || chosen > left.amount) {
        return t("toCredit.range", { max: formatMoney(left, locale) });
      }
      const text = formatMoney({ amount: chosen, currency: left.currency }, locale);
      return t(chosen === left.amount ? "toCredit.full" : "toCredit.partial", { amount: text });
    },
    confirm: t("toCredit.confirm"),
    destructive: true,
    fields: [
      {
        name: "amount",
        label: t("toCredit.amount", { currency: left.currency }),
        type: "text",
        initial: toDecimal(left),
        required: true,
        max: 20,
      },
      { name: "reason", label: t("toCredit.reason"), type: "text", required: true, max: 500 },
    ],
    run: ({ amount = "", reason = "" }) =>
      // What cannot be read is sent as nothing, which the server refuses in words.
      run({ orderId: order.id, amount: amountOf(amount) ?? 0n, reason }),
  };
}
