"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { WalletIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { RelativeTime } from "@/components/layout/relative-time";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { orderHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { isCurrency, money } from "@/server/rules/money";

/** Every movement of a person's credit, newest first. */
export function CreditHistory({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.creditHistory");
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.admin.customers.creditHistory.infiniteQueryOptions(
      { customerId, limit: 20 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  const nameOf = (kind: string) => {
    const key = `kinds.${kind.replaceAll(".", "_")}`;
    return t.has(key) ? t(key) : t("kinds.other");
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("hint")}</CardDescription>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={3} />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) {
            return <EmptyState icon={WalletIcon} title={t("none")} hint={t("noneHint")} />;
          }
          return (
            <ul className="divide-y border-t text-[13px]">
              {rows.map((row) => (
                <li key={row.id} className="flex items-center gap-3 px-4 py-2.5">
                  <span className="min-w-0 flex-1 truncate">
                    {row.reference.type === "order" ? (
                      <Link className="hover:underline" href={orderHref(row.reference.id)}>
                        {nameOf(row.kind)}
                      </Link>
                    ) : (
                      nameOf(row.kind)
                    )}
                  </span>
                  <span className="text-xs text-muted-foreground">
                    <RelativeTime value={row.at} />
                  </span>
                  {isCurrency(row.currency) && (
                    <Amount
                      value={money(row.amount, row.currency)}
                      className="w-24 shrink-0 text-right font-medium"
                    />
                  )}
                </li>
              ))}
              {query.hasNextPage && (
                <li className="p-2 text-center">
                  <Button
                    variant="ghost"
                    size="sm"
                    disabled={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t("more")}
                  </Button>
                </li>
              )}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
