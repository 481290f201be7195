import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Hydrate, prefetchExisting, requireAdmin, trpc } from "@/server/trpc/rsc";
import { OrderClient } from "./client";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("layout.nav"))("orders") };
}

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAdmin("orders.read");
  const { id: orderId } = await params;
  await prefetchExisting(trpc.admin.orders.get.queryOptions({ orderId }));
  return (
    <Hydrate>
      <OrderClient orderId={orderId} />
    </Hydrate>
  );
}
