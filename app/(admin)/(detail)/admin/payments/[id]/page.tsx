import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { PaymentClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("payments") };
}

export default async function PaymentPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin("orders.read");
  const { id: paymentId } = await params;
  await prefetchExisting(trpc.admin.payments.get.queryOptions({ paymentId }));
  return (
    <Hydrate>
      <PaymentClient paymentId={paymentId} />
    </Hydrate>
  );
}
