"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { HelpHint } from "@/components/layout/help-hint";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";

const SHOWN_MONTHS = 6;

/** Who came in a month, and how many of them pay in the months after. */
export function Cohorts({ cohorts }: { cohorts: Outputs["partners"]["get"]["cohorts"] }) {
  const t = useTranslations("partners.cohorts");
  const format = useFormatter();
  if (cohorts.length === 0) return null;
  const months = Math.min(
    SHOWN_MONTHS,
    Math.max(...cohorts.map(({ payingByMonth }) => payingByMonth.length)),
  );
  const offsets = Array.from({ length: months }, (_, n) => n);
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="cohort" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow className="hover:bg-transparent">
            <TableHead>{t("month")}</TableHead>
            <TableHead className="text-right">{t("signedUp")}</TableHead>
            <TableHead className="text-right">{t("paid")}</TableHead>
            {offsets.map((offset) => (
              <TableHead key={offset} className="text-right">
                {t("after", { offset })}
              </TableHead>
            ))}
            <TableHead className="text-right">{t("earned")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {cohorts.map((cohort) => (
            <TableRow key={cohort.month}>
              <TableCell>
                {format.dateTime(new Date(`${cohort.month.slice(0, 7)}-15T12:00:00Z`), {
                  month: "short",
                  year: "numeric",
                  timeZone: "UTC",
                })}
              </TableCell>
              <TableCell className="text-right tabular-nums">{cohort.signedUp}</TableCell>
              <TableCell className="text-right tabular-nums">
                {cohort.paid}{" "}
                <span className="text-xs text-muted-foreground">
                  {format.number(cohort.signedUp > 0 ? cohort.paid / cohort.signedUp : 0, {
                    style: "percent",
                  })}
                </span>
              </TableCell>
              {offsets.map((offset) => {
                const paying = cohort.payingByMonth[offset];
                const share = cohort.signedUp > 0 && paying ? paying / cohort.signedUp : 0;
                return (
                  <TableCell
                    key={offset}
                    className="text-right tabular-nums"
                    style={
                      share > 0
                        ? {
                            background: `color-mix(in oklab, var(--primary) ${Math.round(share * 40)}%, transparent)`,
                          }
                        : undefined
                    }
                  >
                    {paying ?? ""}
                  </TableCell>
                );
              })}
              <TableCell className="text-right">
                <Amount value={cohort.earned} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
