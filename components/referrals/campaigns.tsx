"use client";

import { useQuery } from "@tanstack/react-query";
import { MegaphoneIcon, PlusIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { Copyable } from "@/components/layout/copyable";
import { May } from "@/components/layout/may";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { customerHref } from "@/components/lib/href";
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
          name: "owner",
          label: t("owner"),
          help: t("ownerHelp"),
          type: "text",
          max: 100,
        },
      ],
      run: ({ name = "", slug = "", owner = "" }) => create.mutateAsync({ name, slug, owner }),
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
        <May needs="referrals.write">
          <Button size="sm" onClick={make}>
            <PlusIcon />
            {t("new")}
          </Button>
        </May>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={4} />}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              icon={MegaphoneIcon}
              title={t("empty")}
              hint={t("emptyHint")}
              action={
                <May needs="referrals.write">
                  <Button size="sm" variant="outline" onClick={make}>
                    {t("new")}
                  </Button>
                </May>
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
                    <p className="text-xs text-muted-foreground">
                      {campaign.owner ? (
                        <Link
                          href={customerHref(campaign.owner.customerId)}
                          className="hover:underline"
                        >
                          {campaign.owner.name || campaign.owner.code}
                        </Link>
                      ) : (
                        t("house")
                      )}
                    </p>
                  </div>
                  <div className="flex min-w-0 flex-col items-start gap-1 sm:max-w-80">
                    {[campaign.botLink, campaign.webLink].map(
                      (link) => link && <Copyable key={link} value={link} />,
                    )}
                    {!campaign.botLink && !campaign.webLink && (
                      <span className="text-xs text-muted-foreground">{t("noBot")}</span>
                    )}
                  </div>
                  <span className="tabular-nums text-muted-foreground">
                    {t("figures", {
                      clicks: format.number(campaign.clicks),
                      signUps: format.number(campaign.signUps),
                      bought: format.number(campaign.firstPurchases),
                    })}
                  </span>
                  {!campaign.archivedAt && (
                    <May needs="referrals.write">
                      <Button
                        size="sm"
                        variant="ghost"
                        onClick={() => putAway(campaign.id, campaign.name)}
                      >
                        {t("archive")}
                      </Button>
                    </May>
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
