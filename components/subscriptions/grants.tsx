"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/layout/amount";
import { ExactTime } from "@/components/layout/relative-time";
import { EmptyState } from "@/components/layout/states";
import { orderHref } from "@/components/lib/href";
import type { Outputs } from "@/components/lib/outputs";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { isCurrency, money } from "@/server/rules/money";

type Grant = Outputs["subscriptions"]["get"]["grants"][number];

/** Where the time on this subscription came from. */
export function Grants({ grants }: { grants: Grant[] }) {
  const t = useTranslations("subscriptions.grant");
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      {grants.length === 0 ? (
        <EmptyState title={t("none")} />
      ) : (
        <ul className="divide-y border-t">
          {grants.map((grant) => (
            <li key={grant.id} className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
              <span className="min-w-0 flex-1">
                {grant.orderId ? (
                  <Link
                    href={orderHref(grant.orderId)}
                    className="underline-offset-4 hover:underline"
                  >
                    {t(`kinds.${grant.kind}`)}
                  </Link>
                ) : (
                  t(`kinds.${grant.kind}`)
                )}
                {grant.endedAt && (
                  <span className="ml-2 text-xs text-muted-foreground">{t("ended")}</span>
                )}
                <span className="block text-xs text-muted-foreground">
                  <ExactTime value={grant.startsAt} /> – <ExactTime value={grant.endsAt} />
                </span>
              </span>
              {isCurrency(grant.paid.currency) && grant.paid.amount > 0n && (
                <Amount value={money(grant.paid.amount, grant.paid.currency)} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
