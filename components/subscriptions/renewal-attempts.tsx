"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ExactTime, RelativeTime } from "@/components/layout/relative-time";
import { StatusBadge } from "@/components/layout/status-badge";
import { orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";

type Attempt = Outputs["subscriptions"]["renewal"]["attempts"][number];

export function RenewalAttempts({ attempts }: { attempts: Attempt[] }) {
  const t = useTranslations("subscriptions.renewal");
  const wordsOf = (reason: string) =>
    t.has(`reasons.${reason}`) ? t(`reasons.${reason}` as "reasons.no_price") : reason;
  return (
    <section aria-label={t("attempts")} className="border-t">
      <h3 className="px-4 pt-3 text-xs font-medium text-muted-foreground">{t("attempts")}</h3>
      {attempts.length === 0 ? (
        <p className="px-4 pt-1 pb-3 text-[13px] text-muted-foreground">{t("noAttempts")}</p>
      ) : (
        <ul className="max-h-80 divide-y overflow-y-auto">
          {attempts.map((attempt) => (
            <li
              key={attempt.id}
              className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2.5 text-[13px]"
            >
              <StatusBadge kind="renewal" value={attempt.outcome} />
              <span className="min-w-0 flex-1 break-words">
                {attempt.method === "credit" ? t("byCredit") : attempt.method}
                {attempt.reason && (
                  <span className="text-muted-foreground"> {wordsOf(attempt.reason)}</span>
                )}
              </span>
              <span className="text-right text-xs text-muted-foreground">
                {attempt.orderId ? (
                  <Link
                    href={orderHref(attempt.orderId)}
                    className="underline-offset-4 hover:underline"
                  >
                    <RelativeTime value={attempt.attemptedAt} />
                  </Link>
                ) : (
                  <RelativeTime value={attempt.attemptedAt} />
                )}
                <span className="block">
                  {t.rich("period", { date: () => <ExactTime value={attempt.periodEnd} /> })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
