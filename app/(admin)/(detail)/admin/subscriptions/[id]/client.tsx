"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { May } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Devices } from "@/components/subscriptions/devices";
import { Grants } from "@/components/subscriptions/grants";
import { PromiseTable } from "@/components/subscriptions/promise-table";
import { Renewal } from "@/components/subscriptions/renewal";
import { Servers } from "@/components/subscriptions/servers";
import { StatusHistory } from "@/components/subscriptions/status-history";
import { SubscriptionActions } from "@/components/subscriptions/subscription-actions";
import type { Locale } from "@/db/enums";

export function SubscriptionClient({ subscriptionId }: { subscriptionId: string }) {
  const t = useTranslations("subscriptions");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.subscriptions.get.queryOptions({ subscriptionId }));
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={10} />}>
      {(detail) => (
        <>
          <PageHeader
            title={
              <>
                {detail.view.label[locale]}
                <StatusBadge kind="subscription" value={detail.view.status} />
                {detail.view.preparing && (
                  <StatusBadge
                    kind="provisioning"
                    value={
                      detail.provisioning.state === "idle" ? "queued" : detail.provisioning.state
                    }
                  />
                )}
              </>
            }
            description={
              <Link
                href={customerHref(detail.view.customerId)}
                className="underline-offset-4 hover:text-foreground hover:underline"
              >
                {t("toCustomer")}
              </Link>
            }
            actions={
              <May needs="subscriptions.write">
                <SubscriptionActions view={detail.view} />
              </May>
            }
          />
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <PromiseTable detail={detail} />
            <div className="flex min-w-0 flex-col gap-5">
              <Devices subscriptionId={subscriptionId} />
              <Servers subscriptionId={subscriptionId} />
            </div>
            <Renewal subscriptionId={subscriptionId} autoRenew={detail.view.autoRenew} />
            <Grants grants={detail.grants} />
            <StatusHistory history={detail.history} />
          </div>
        </>
      )}
    </Loaded>
  );
}
