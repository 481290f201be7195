"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CustomerActions } from "@/components/customers/customer-actions";
import { CustomerState } from "@/components/customers/customer-columns";
import { CustomerFacts } from "@/components/customers/customer-facts";
import { CustomerNotes } from "@/components/customers/customer-notes";
import { CustomerTags } from "@/components/customers/customer-tags";
import { CustomerTimeline } from "@/components/customers/customer-timeline";
import { PrivacyCard } from "@/components/customers/privacy-card";
import { May, OnlySeen } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { SubscriptionCards } from "@/components/subscriptions/subscription-cards";
import { personName } from "@/server/rules/person-name";

export function CustomerClient({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.privacy");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.customers.get.queryOptions({ customerId }));
  return (
    <Loaded query={query} skeleton={<BlockSkeleton rows={10} />}>
      {({ customer, subscriptions, worth, credit }) => (
        <OnlySeen when={customer.erasedAt !== null} keeps={["customers.export"]}>
          <PageHeader
            title={
              <>
                {personName(customer) ||
                  customer.username ||
                  (customer.erasedAt ? t("erasedName") : customer.id)}
                <CustomerState
                  customer={{
                    ...customer,
                    liveSubscriptions: subscriptions.filter(({ status }) =>
                      ["active", "trial", "limited"].includes(status),
                    ).length,
                  }}
                />
              </>
            }
            description={customer.username ? `@${customer.username}` : undefined}
            actions={<CustomerActions customer={customer} />}
          />
          <CustomerTags customerId={customerId} tags={customer.tags} />
          <div className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
            <div className="flex min-w-0 flex-col gap-5">
              <May needs="subscriptions.read">
                <SubscriptionCards subscriptions={subscriptions} />
              </May>
              <CustomerTimeline customerId={customerId} />
            </div>
            <div className="flex min-w-0 flex-col gap-5">
              <CustomerFacts customer={customer} credit={credit} worth={worth} />
              <CustomerNotes customerId={customerId} />
              <PrivacyCard
                customerId={customerId}
                name={personName(customer) || customer.username || customer.id}
                erasedAt={customer.erasedAt}
                running={
                  subscriptions.filter(({ status }) =>
                    ["active", "trial", "limited", "pending"].includes(status),
                  ).length
                }
              />
            </div>
          </div>
        </OnlySeen>
      )}
    </Loaded>
  );
}
