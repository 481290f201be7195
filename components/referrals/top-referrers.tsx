"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { TrophyIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Person } from "@/components/customers/person";
import { Amount } from "@/components/layout/amount";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { customerHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";

/** Who brings most buyers. */
export function TopReferrers({ days }: { days: number }) {
  const t = useTranslations("referrals.top");
  const format = useFormatter();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.admin.referrals.top.queryOptions({ days }),
    placeholderData: keepPreviousData,
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={6} />}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={TrophyIcon} title={t("empty")} hint={t("emptyHint")} />
          ) : (
            <div className="overflow-x-auto">
              <Table>
                <TableHeader>
                  <TableRow className="hover:bg-transparent">
                    <TableHead>{t("who")}</TableHead>
                    <TableHead>{t("code")}</TableHead>
                    <TableHead className="text-right">{t("signUps")}</TableHead>
                    <TableHead className="text-right">{t("firstPurchases")}</TableHead>
                    <TableHead className="text-right">{t("revenue")}</TableHead>
                  </TableRow>
                </TableHeader>
                <TableBody>
                  {rows.map((row) => (
                    <TableRow key={row.customerId}>
                      <TableCell>
                        <Person
                          name={row.name}
                          username={row.username}
                          fallback={row.customerId}
                          to={customerHref(row.customerId)}
                        />
                      </TableCell>
                      <TableCell className="font-mono text-xs">{row.code}</TableCell>
                      <TableCell className="text-right tabular-nums">
                        {format.number(row.signUps)}
                      </TableCell>
                      <TableCell className="text-right tabular-nums">
                        {format.number(row.firstPurchases)}
                      </TableCell>
                      <TableCell className="text-right">
                        <span className="flex flex-col items-end">
                          {row.revenue.length === 0
                            ? "–"
                            : row.revenue.map((sum) => <Amount key={sum.currency} value={sum} />)}
                        </span>
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}
