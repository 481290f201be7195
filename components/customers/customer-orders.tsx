"use client";

import { ReceiptIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";

type Order = Outputs["customers"]["get"]["orders"][number];

export function CustomerOrders({ orders }: { orders: Order[] }) {
  const t = useTranslations("customers");
  const kinds = useTranslations("orders.kinds");
  if (orders.length === 0) {
    return <EmptyState icon={ReceiptIcon} title={t("noOrders")} hint={t("noOrdersHint")} />;
  }
  return (
    <ul className="divide-y border-t">
      {orders.map((order) => (
        <li key={order.id}>
          <Link
            href={orderHref(order.id)}
            className="flex items-center gap-3 px-4 py-2.5 text-[13px] hover:bg-muted/60"
          >
            <span className="tabular w-14 shrink-0 text-muted-foreground">#{order.number}</span>
            <span className="min-w-0 flex-1 truncate">{kinds(order.kind)}</span>
            <span className="hidden text-xs text-muted-foreground sm:inline">
              <RelativeTime value={order.paidAt ?? order.createdAt} />
            </span>
            <StatusBadge kind="order" value={order.status} />
            <Amount value={order.total} className="w-20 shrink-0 text-right font-medium" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
