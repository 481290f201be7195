"use client";

import { useQuery } from "@tanstack/react-query";
import { WalletIcon, XCircleIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { OrderFacts } from "@/components/orders/order-facts";
import { OrderPayments } from "@/components/orders/order-payments";
import { QuoteLines } from "@/components/orders/quote-lines";
import { mayBecomeCredit, refundToCreditAction } from "@/components/orders/refund-to-credit";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/db/enums";

export function OrderClient({ orderId }: { orderId: string }) {
  const t = useTranslations("orders");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const query = useQuery(trpc.admin.orders.get.queryOptions({ orderId }));
  const cancel = useAction(trpc.admin.orders.cancel.mutationOptions(), { done: t("cancel.done") });
  const toCredit = useAction(trpc.admin.orders.refundToCredit.mutationOptions(), {
    done: t("toCredit.done"),
  });
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={8} />}>
      {(order) => (
        <>
          <PageHeader
            title={
              <>
                {t("orderNumber", { number: order.number })}
                <StatusBadge kind="order" value={order.status} />
              </>
            }
            description={t(`kinds.${order.kind}`)}
            actions={
              order.status === "pending" ? (
                <May needs="orders.write">
                  <Button
                    variant="outline"
                    size="sm"
                    onClick={() =>
                      setAction({
                        title: t("cancel.title"),
                        consequence: t("cancel.consequence"),
                        confirm: t("cancel.confirm"),
                        destructive: true,
                        run: () => cancel.mutateAsync({ orderId }),
                      })
                    }
                  >
                    <XCircleIcon />
                    {t("cancel.title")}
                  </Button>
                </May>
              ) : (
                mayBecomeCredit(order) && (
                  <May needs="payments.refund">
                    <Button
                      variant="outline"
                      size="sm"
                      onClick={() =>
                        setAction(
                          refundToCreditAction(t, order, locale, (input) =>
                            toCredit.mutateAsync(input),
                          ),
                        )
                      }
                    >
                      <WalletIcon />
                      {t("toCredit.title")}
                    </Button>
                  </May>
                )
              )
            }
          />
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <OrderFacts order={order} />
            <div className="flex min-w-0 flex-col gap-5">
              <QuoteLines quote={order.quote} />
              <OrderPayments payments={order.payments} />
            </div>
          </div>
          <ActionDialog action={action} onClose={() => setAction(null)} />
        </>
      )}
    </Loaded>
  );
}
