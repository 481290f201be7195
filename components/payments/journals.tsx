"use client";

import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { HelpHint } from "@/components/layout/help-hint";
import { ExactTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { isCurrency, money } from "@/server/rules/money";
import type { PaymentDetail } from "./payment-facts";

/** The books of a payment: every journal sums to zero. */
export function Journals({ journals }: Pick<PaymentDetail, "journals">) {
  const t = useTranslations("payments.ledger");
  const kindOf = (kind: string): string => {
    const key = `kinds.${kind.replaceAll(".", "_")}`;
    return t.has(key) ? t(key) : kind;
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("title")}
          <HelpHint term="journal" />
        </CardTitle>
        <CardDescription>{t("hint")}</CardDescription>
      </CardHeader>
      {journals.length === 0 ? (
        <EmptyState title={t("none")} hint={t("noneHint")} />
      ) : (
        <div className="border-t">
          <Table>
            <TableHeader>
              <TableRow>
                <TableHead>{t("when")}</TableHead>
                <TableHead>{t("what")}</TableHead>
                <TableHead>{t("account")}</TableHead>
                <TableHead className="text-right">{t("debit")}</TableHead>
                <TableHead className="text-right">{t("credit")}</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {journals.flatMap((journal) =>
                journal.entries.map((entry, index) => {
                  const positive = entry.amount > 0n;
                  const value = isCurrency(entry.currency) && (
                    <Amount
                      value={money(positive ? entry.amount : -entry.amount, entry.currency)}
                    />
                  );
                  const first = index === 0;
                  return (
                    <TableRow key={`${journal.id}-${entry.account}-${entry.owner}-${entry.amount}`}>
                      <TableCell>{first && <ExactTime value={journal.postedAt} />}</TableCell>
                      <TableCell>{first && kindOf(journal.kind)}</TableCell>
                      <TableCell>{t(`accounts.${entry.account}`)}</TableCell>
                      <TableCell className="text-right">{positive && value}</TableCell>
                      <TableCell className="text-right">{!positive && value}</TableCell>
                    </TableRow>
                  );
                }),
              )}
            </TableBody>
          </Table>
        </div>
      )}
    </Card>
  );
}
