"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMay } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { useTRPC } from "@/components/lib/trpc";
import { PromoActions } from "@/components/promocodes/promo-actions";
import { PromoFigures } from "@/components/promocodes/promo-figures";
import { PromoForm } from "@/components/promocodes/promo-form";
import { RedemptionLog } from "@/components/promocodes/redemption-log";

export function PromoCodeClient({ promoCodeId }: { promoCodeId: string | null }) {
  const t = useTranslations("promocodes");
  const trpc = useTRPC();
  // Plans to choose from; who may not see the catalog leaves them as they are.
  const maySee = useMay()("catalog.read");
  const plans = useQuery({ ...trpc.admin.catalog.list.queryOptions({}), enabled: maySee });
  const offer = maySee ? plans : { ...plans, data: [] };
  const code = useQuery({
    ...trpc.admin.promocodes.get.queryOptions({ promoCodeId: promoCodeId ?? "" }),
    enabled: promoCodeId !== null,
  });
  if (promoCodeId === null) {
    return (
      <>
        <PageHeader title={t("newTitle")} description={t("formHint")} />
        <Loaded query={offer} skeleton={<BlockSkeleton rows={10} />}>
          {(offered) => <PromoForm code={null} plans={offered} />}
        </Loaded>
      </>
    );
  }
  return (
    <Loaded query={code} skeleton={<BlockSkeleton rows={10} />}>
      {(data) => (
        <>
          <PageHeader
            title={
              <>
                <span className="font-mono">{data.code}</span>
                <StatusBadge kind="promo" value={data.state} />
              </>
            }
            description={t("formHint")}
            actions={<PromoActions code={data} />}
          />
          <PromoFigures code={data} />
          <Loaded query={offer} skeleton={<BlockSkeleton rows={10} />}>
            {(offered) => <PromoForm key={data.id} code={data} plans={offered} />}
          </Loaded>
          <RedemptionLog promoCodeId={data.id} />
        </>
      )}
    </Loaded>
  );
}
