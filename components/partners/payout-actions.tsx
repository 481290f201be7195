"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Action } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/db/enums";
import { formatMoney, money } from "@/server/rules/money";
import type { Payout } from "./payout-columns";

/** What can be done about a payout in each state; money that comes back and money that leaves are spelled out. */
export function usePayoutActions() {
  const t = useTranslations("partners.payouts");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const may = useMay();
  const [action, setAction] = useState<Action | null>(null);
  const done = { done: t("done") };
  const approving = useAction(trpc.admin.payouts.approve.mutationOptions(), done);
  const paying = useAction(trpc.admin.payouts.markPaid.mutationOptions(), done);
  const rejecting = useAction(trpc.admin.payouts.reject.mutationOptions(), done);
  const failing = useAction(trpc.admin.payouts.fail.mutationOptions(), done);
  const sending = useAction(trpc.admin.payouts.retry.mutationOptions(), done);

  const sumOf = (payouts: Payout[]): string => {
    const sums = new Map<string, bigint>();
    for (const { net } of payouts) {
      sums.set(net.currency, (sums.get(net.currency) ?? 0n) + net.amount);
    }
    return [...sums].map(([code, sum]) => formatMoney(money(sum, code), locale)).join(" + ");
  };
  const approve = (payouts: Payout[], after?: () => void) =>
    setAction({
      title: t("approveTitle", { count: payouts.length }),
      consequence: t("approveConsequence", { count: payouts.length, sum: sumOf(payouts) }),
      confirm: t("approve"),
      run: async () => {
        await approving.mutateAsync({ payoutIds: payouts.map(({ id }) => id) });
        after?.();
      },
    });
  const markPaid = (payout: Payout) =>
    setAction({
      title: t("paidTitle", { name: payout.customerName }),
      consequence: t("paidConsequence", { sum: sumOf([payout]), to: payout.to }),
      confirm: t("markPaid"),
      fields: [
        { name: "reference", label: t("reference"), type: "text", required: true, max: 200 },
      ],
      run: ({ reference = "" }) => paying.mutateAsync({ payoutId: payout.id, reference }),
    });
  const send = (payout: Payout) =>
    setAction({
      title: t("sendTitle", { name: payout.customerName }),
      consequence: t("sendConsequence", { sum: sumOf([payout]), to: payout.to }),
      confirm: t("send"),
      run: () => sending.mutateAsync({ payoutId: payout.id }),
    });
  const giveUp = (payout: Payout, how: "reject" | "fail") =>
    setAction({
      title: t(`${how}Title`, { name: payout.customerName }),
      consequence: t(`${how}Consequence`, { sum: formatMoney(payout.amount, locale) }),
      confirm: t(how),
      destructive: true,
      fields: [{ name: "reason", label: t("reason"), type: "text", required: true, max: 500 }],
      run: ({ reason = "" }) =>
        (how === "reject" ? rejecting : failing).mutateAsync({ payoutId: payout.id, reason }),
    });

  const buttonsOf = (payout: Payout): ReactNode => {
    if (!may("payouts.approve")) return null;
    const { status } = payout;
    if (status === "requested") {
      return (
        <Buttons>
          <Button size="sm" onClick={() => approve([payout])}>
            {t("approve")}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => giveUp(payout, "reject")}>
            {t("reject")}
          </Button>
        </Buttons>
      );
    }
    if (status !== "approved" && status !== "processing") return null;
    return (
      <Buttons>
        <Button size="sm" onClick={() => markPaid(payout)}>
          {t("markPaid")}
        </Button>
        {payout.method === "crypto" && (
          <Button size="sm" variant="outline" onClick={() => send(payout)}>
            {t("send")}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={() => giveUp(payout, "fail")}>
          {t("fail")}
        </Button>
      </Buttons>
    );
  };
  return { action, setAction, approve, buttonsOf };
}

const Buttons = ({ children }: { children: ReactNode }) => (
  <span className="flex flex-wrap gap-1.5 md:flex-nowrap">{children}</span>
);
