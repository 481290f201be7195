"use client";

import { useQuery } from "@tanstack/react-query";
import { ReceiptIcon } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useFresh } from "@/components/hooks/use-fresh";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { href, orderHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { Avatar } from "@/components/ui/avatar";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";

/** The newest paid orders; one that comes in while it is watched lights up. */
export function RecentSales() {
  const t = useTranslations("analytics");
  const trpc = useTRPC();
  const locale = useLocale() as Locale;
  const fresh = useFresh();
  const orders = useQuery(
    trpc.admin.orders.list.queryOptions({ status: ["paid", "fulfilled"], limit: 8 }),
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("recentSales")}</CardTitle>
        <Link
          href={href("/admin/orders?status=paid,fulfilled")}
          className="text-xs text-muted-foreground hover:text-foreground"
        >
          {t("allOrders")}
        </Link>
      </CardHeader>
      <Loaded query={orders}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={ReceiptIcon} title={t("noSales")} hint={t("noSalesHint")} />
          ) : (
            <ul className="divide-y border-t">
              {rows.map((order) => (
                <li key={order.id} className={cn(fresh.has(order.id) && "animate-arrive")}>
                  <Link
                    href={orderHref(order.id)}
                    className="flex items-center gap-3 px-4 py-2.5 hover:bg-muted/60"
                  >
                    <Avatar name={order.customerName} />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate text-[13px] font-medium">
                        {order.customerName || order.customerUsername || order.customerId}
                      </span>
                      <span className="block truncate text-xs text-muted-foreground">
                        {order.planName?.[locale]} · <RelativeTime value={order.paidAt} />
                      </span>
                    </span>
                    <span className="flex flex-col items-end gap-1">
                      <Amount value={order.total} className="text-[13px] font-medium" />
                      {order.status !== "fulfilled" && (
                        <StatusBadge kind="order" value={order.status} />
                      )}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
