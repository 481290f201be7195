"use client";

import { HandIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/db/enums";
import { formatMoney, isCurrency, money } from "@/server/rules/money";
import type { PaymentDetail } from "./payment-facts";

const DECISIONS = ["accept", "credit", "refund"] as const;

/** Money that does not match waits for a person: take it, credit it, send it back. */
export function HeldDecision({ payment }: { payment: PaymentDetail }) {
  const t = useTranslations("payments.held");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const resolve = useAction(trpc.admin.payments.resolveHeld.mutationOptions(), {
    done: t("done"),
  });
  const asked = formatMoney(payment.money, locale);
  const { received: got } = payment;
  const received =
    got && isCurrency(got.currency) ? formatMoney(money(got.amount, got.currency), locale) : "?";
  const reason = payment.holdReason ?? "unknown";
  return (
    <Alert variant="warning">
      <HandIcon />
      <AlertTitle>
        {t.has(`reasons.${reason}`) ? t(`reasons.${reason}`, { asked, received }) : reason}
      </AlertTitle>
      <AlertDescription>{t("hint")}</AlertDescription>
      <May needs="payments.refund">
        <div className="mt-2 flex flex-wrap gap-2">
          {DECISIONS.map((decision) => (
            <Button
              key={decision}
              size="sm"
              variant={decision === "accept" ? "default" : "outline"}
              onClick={() =>
                setAction({
                  title: t(`${decision}.title`),
                  consequence: t(`${decision}.consequence`, { asked, received }),
                  confirm: t(`${decision}.confirm`),
                  destructive: decision === "refund",
                  fields: [
                    {
                      name: "reason",
                      label: common("reason"),
                      help: common("reasonHelp"),
                      type: "text",
                      required: true,
                      max: 500,
                    },
                  ],
                  run: (values) =>
                    resolve.mutateAsync({
                      paymentId: payment.id,
                      decision,
                      reason: values.reason ?? "",
                    }),
                })
              }
            >
              {t(`${decision}.title`)}
            </Button>
          ))}
        </div>
      </May>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Alert>
  );
}
