"use client";

import { useQuery } from "@tanstack/react-query";
import { MegaphoneIcon, PlusIcon } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { Copyable } from "@/components/layout/copyable";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** Links of their own, so that it shows which post or video brought people. */
export function Campaigns() {
  const t = useTranslations("referrals.campaigns");
  const common = useTranslations("common");
  const format = useFormatter();
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.referrals.campaigns.queryOptions());
  const [action, setAction] = useState<Action | null>(null);
  const create = useAction(trpc.admin.referrals.createCampaign.mutationOptions(), {
    done: common("saved"),
  });
  const archive = useAction(trpc.admin.referrals.archiveCampaign.mutationOptions(), {
    done: common("saved"),
  });
  const make = () =>
    setAction({
      title: t("new"),
      consequence: t("newHint"),
      confirm: t("create"),
      fields: [
        { name: "name", label: t("name"), type: "text", required: true, max: 80 },
        {
          name: "slug",
          label: t("slug"),
          help: t("slugHelp"),
          type: "text",
          required: true,
          max: 24,
        },
        {
          name: "customerId",
          label: t("owner"),
          help: t("ownerHelp"),
          type: "text",
          required: true,
          max: 64,
        },
      ],
      run: ({ name = "", slug = "", customerId = "" }) =>
        create.mutateAsync({ name, slug, customerId: customerId.trim() }),
    });
  const putAway = (campaignId: string, name: string) =>
    setAction({
      title: t("archiveTitle", { name }),
      consequence: t("archiveConsequence"),
      confirm: t("archive"),
      run: () => archive.mutateAsync({ campaignId }),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <Button size="sm" onClick={make}>
          <PlusIcon />
          {t("new")}
        </Button>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={4} />}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              icon={MegaphoneIcon}
              title={t("empty")}
              hint={t("emptyHint")}
              action={
                <Button size="sm" variant="outline" onClick={make}>
                  {t("new")}
                </Button>
              }
            />
          ) : (
            <ul className="divide-y border-t text-[13px]">
              {rows.map((campaign) => (
                <li
                  key={campaign.id}
                  className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center sm:gap-4"
                >
                  <div className="min-w-0 flex-1">
                    <p className="flex items-center gap-2 font-medium">
                      {campaign.name}
                      {campaign.archivedAt && <Badge variant="neutral">{t("archived")}</Badge>}
                    </p>
                    <p className="text-xs text-muted-foreground">{campaign.customerName}</p>
                  </div>
                  <Copyable value={`?start=${campaign.payload}`} className="max-w-56" />
                  <span className="tabular-nums text-muted-foreground">
                    {t("figures", {
                      clicks: format.number(campaign.clicks),
                      signUps: format.number(campaign.signUps),
                      bought: format.number(campaign.firstPurchases),
                    })}
                  </span>
                  {!campaign.archivedAt && (
                    <Button
                      size="sm"
                      variant="ghost"
                      onClick={() => putAway(campaign.id, campaign.name)}
                    >
                      {t("archive")}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
