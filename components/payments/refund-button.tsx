"use client";

import { UndoIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/db/enums";
import { CURRENCIES, formatMoney, fromDecimal, toDecimal } from "@/server/rules/money";
import type { PaymentDetail } from "./payment-facts";

/** All that is left, or a part of it where the gateway can. */
export function RefundButton({ payment }: { payment: PaymentDetail }) {
  const t = useTranslations("payments.refund");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const refund = useAction(trpc.admin.payments.refund.mutationOptions(), { done: t("done") });
  const { currency } = payment.money;
  const left = {
    amount: (payment.received?.amount ?? payment.money.amount) - payment.refunded,
    currency,
  };
  const amountOf = (text: string) => fromDecimal(text.replace(",", "."), currency)?.amount ?? null;
  const digits = CURRENCIES[currency];

  const open = () =>
    setAction({
      title: t("title"),
      consequence: ({ amount = "" }) => {
        const chosen = payment.canRefund.partial ? amountOf(amount) : left.amount;
        if (chosen === null || chosen <= 0n || chosen > left.amount) {
          return t("range", { max: formatMoney(left, locale) });
        }
        const text = formatMoney({ amount: chosen, currency }, locale);
        return chosen === left.amount
          ? t("full", { amount: text })
          : t("partial", { amount: text });
      },
      confirm: t("confirm"),
      destructive: true,
      fields: [
        ...(payment.canRefund.partial
          ? [
              {
                name: "amount",
                label: t("amount", { currency }),
                type: "number" as const,
                step: digits === 0 ? "1" : (10 ** -digits).toFixed(digits),
                initial: toDecimal(left),
                required: true,
              },
            ]
          : []),
        { name: "reason", label: common("reason"), help: common("reasonHelp"), type: "text" },
      ],
      run: ({ amount = "", reason = "" }) =>
        refund.mutateAsync({
          paymentId: payment.id,
          // Left out for “all that is left”: the server knows best how much that is.
          amount: payment.canRefund.partial ? (amountOf(amount) ?? 0n) : undefined,
          reason,
        }),
    });

  return (
    <May needs="payments.refund">
      <Button variant="outline" size="sm" onClick={open}>
        <UndoIcon />
        {t("title")}
      </Button>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </May>
  );
}
