import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nextPage } from "@/components/lib/next-page";
import { openList } from "@/server/trpc/list-page";
import { Hydrate, prefetch, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PaymentsClient } from "./client";
import { loadPaymentParams, toInput } from "./search-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("payments") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PaymentsPage({ searchParams }: Props) {
  await requireAdmin("orders.read");
  await openList("payments", searchParams);
  const input = toInput(await loadPaymentParams(searchParams));
  prefetch(trpc.admin.payments.list.infiniteQueryOptions(input, nextPage));
  return (
    <Hydrate>
      <PaymentsClient />
    </Hydrate>
  );
}
