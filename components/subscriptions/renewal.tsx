"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { Fact, Facts } from "@/components/layout/facts";
import { HelpHint } from "@/components/layout/help-hint";
import { ExactTime } from "@/components/layout/relative-time";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { formatBytes } from "@/server/rules/format";
import { formatMoney } from "@/server/rules/money";
import { RenewalAttempts } from "./renewal-attempts";

type Renewals = Outputs["subscriptions"]["renewal"];
type From = NonNullable<Renewals["preview"]>["from"];

/** What renews with this subscription, from what it would be paid, and what was tried. */
export function Renewal({
  subscriptionId,
  autoRenew,
}: {
  subscriptionId: string;
  autoRenew: boolean;
}) {
  const t = useTranslations("subscriptions.renewal");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.subscriptions.renewal.queryOptions({ subscriptionId }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>
          {t("title")}
          <HelpHint term="autoRenew" />
        </CardTitle>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={4} />}>
        {({ addons, preview, attempts }) => (
          <>
            <CardContent>
              <Facts>
                <Fact name={t("auto")}>{t(autoRenew ? "on" : "off")}</Fact>
                {preview && autoRenew && (
                  <Fact name={t("next")}>
                    {preview.at ? <ExactTime value={preview.at} /> : t("over")}
                  </Fact>
                )}
                {preview && (
                  <Fact name={t("charge")}>
                    <Charge from={preview.from} />
                  </Fact>
                )}
              </Facts>
              {!preview && <p className="mt-2 text-xs text-muted-foreground">{t("never")}</p>}
            </CardContent>
            <Addons addons={addons} />
            <RenewalAttempts attempts={attempts} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Charge({ from }: { from: From }) {
  const t = useTranslations("subscriptions.renewal.from");
  const locale = useLocale() as Locale;
  if (from.kind === "none") return t(from.reason);
  const amount = formatMoney(from.total, locale);
  if (from.kind === "credit") return t("credit", { amount });
  const label = from.kind === "provider" ? from.label[locale] : from.label;
  return t(from.kind, { amount, label });
}

function Addons({ addons }: { addons: Renewals["addons"] }) {
  const t = useTranslations("subscriptions.renewal");
  const locale = useLocale() as Locale;
  return (
    <section aria-label={t("addons")} className="border-t">
      <h3 className="px-4 pt-3 text-xs font-medium text-muted-foreground">{t("addons")}</h3>
      {addons.length === 0 ? (
        <p className="px-4 pt-1 pb-3 text-[13px] text-muted-foreground">{t("noAddons")}</p>
      ) : (
        <ul className="divide-y">
          {addons.map((addon) => (
            <li key={addon.id} className="px-4 py-2.5 text-[13px]">
              {addon.name[locale]}
              <span className="block text-xs text-muted-foreground">
                {addon.kind === "traffic"
                  ? t("traffic", { amount: formatBytes(addon.quantity, locale) })
                  : t("devices", { count: Number(addon.quantity) })}
                {" · "}
                {t(addon.renews ? "renews" : "once")}
                {" · "}
                <ExactTime value={addon.endsAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
