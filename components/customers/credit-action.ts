import type { Action } from "@/components/forms/action-dialog";
import { CURRENCY_CODES, type Currency, fromDecimal } from "@/server/rules/money";

type Adjustment = { amount: bigint; currency: Currency; reason: string; clientKey: string };

/** Gives or takes credit; texts come from `customers.do.credit`. */
export function creditAction(
  t: (key: string, values?: Record<string, string>) => string,
  name: string,
  currency: Currency,
  run: (adjustment: Adjustment) => Promise<unknown>,
): Action {
  const clientKey = crypto.randomUUID();
  return {
    title: t("credit.title"),
    consequence: t("credit.consequence", { name }),
    confirm: t("credit.confirm"),
    fields: [
      {
        name: "direction",
        label: t("credit.direction"),
        type: "select",
        initial: "give",
        options: [
          { value: "give", label: t("credit.give") },
          { value: "take", label: t("credit.take") },
        ],
      },
      { name: "amount", label: t("credit.amount"), type: "text", required: true, max: 20 },
      {
        name: "currency",
        label: t("credit.currency"),
        type: "select",
        initial: currency,
        options: CURRENCY_CODES.map((value) => ({ value, label: value })),
      },
      { name: "reason", label: t("credit.reason"), type: "text", required: true, max: 500 },
    ],
    run: (values) => {
      const code = (values.currency ?? currency) as Currency;
      const text = (values.amount ?? "").replace(/\s/g, "").replace(",", ".");
      // What cannot be read is sent as zero, which the server refuses in words.
      const amount = fromDecimal(text, code)?.amount ?? 0n;
      return run({
        amount: values.direction === "take" ? -amount : amount,
        currency: code,
        reason: values.reason ?? "",
        clientKey,
      });
    },
  };
}
