"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheckIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { StatusBadge } from "@/components/layout/status-badge";
import { customerHref, orderHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { type Reward, RewardValue, Signals } from "./reward-columns";

/** Rewards that something speaks against: a person decides. */
export function RewardReview() {
  const t = useTranslations("referrals.review");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.referrals.rewards.queryOptions({ review: true }));
  const [action, setAction] = useState<Action | null>(null);
  const release = useAction(trpc.admin.referrals.release.mutationOptions(), {
    done: t("released"),
  });
  const reject = useAction(trpc.admin.referrals.reject.mutationOptions(), { done: t("rejected") });
  const give = (reward: Reward) =>
    setAction({
      title: t("releaseTitle", { name: reward.customerName }),
      consequence: t("releaseConsequence"),
      confirm: t("release"),
      details: (
        <p className="font-medium">
          <RewardValue reward={reward} />
        </p>
      ),
      run: () => release.mutateAsync({ rewardId: reward.id }),
    });
  const ask = (reward: Reward) =>
    setAction({
      title: t("rejectTitle", { name: reward.customerName }),
      consequence: t(reward.status === "granted" ? "takeBackConsequence" : "rejectConsequence"),
      confirm: t(reward.status === "granted" ? "takeBack" : "reject"),
      destructive: true,
      fields: [{ name: "reason", label: t("reason"), type: "text", required: true, max: 500 }],
      run: ({ reason = "" }) => reject.mutateAsync({ rewardId: reward.id, reason }),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="rewardReview" />
          </CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={5} />}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon={ShieldCheckIcon} title={t("empty")} hint={t("emptyHint")} />
          ) : (
            <ul className="divide-y border-t">
              {rows.map((reward) => (
                <li
                  key={reward.id}
                  className="flex flex-col gap-3 px-4 py-3 text-[13px] sm:flex-row sm:items-center"
                >
                  <div className="flex min-w-0 flex-1 flex-col gap-1.5">
                    <span>
                      <Link
                        className="font-medium hover:underline"
                        href={customerHref(reward.customerId)}
                      >
                        {reward.customerName || reward.customerId}
                      </Link>{" "}
                      {t("invited")}{" "}
                      <Link className="hover:underline" href={customerHref(reward.refereeId)}>
                        {reward.refereeName || reward.refereeId}
                      </Link>
                      ,{" "}
                      <Link className="hover:underline" href={orderHref(reward.orderId)}>
                        {t("bought")}
                      </Link>{" "}
                      <span className="text-muted-foreground">
                        <RelativeTime value={reward.createdAt} />
                      </span>
                    </span>
                    <span className="flex flex-wrap items-center gap-1">
                      <StatusBadge kind="reward" value={reward.status} />
                      <Signals signals={reward.signals} />
                    </span>
                  </div>
                  <span className="sm:text-right">
                    <RewardValue reward={reward} />
                  </span>
                  <May needs="referrals.write">
                    <span className="flex gap-2">
                      <Button
                        size="sm"
                        disabled={release.isPending}
                        onClick={() =>
                          reward.status === "granted"
                            ? release.mutate({ rewardId: reward.id })
                            : give(reward)
                        }
                      >
                        {t(reward.status === "granted" ? "keep" : "release")}
                      </Button>
                      <Button size="sm" variant="outline" onClick={() => ask(reward)}>
                        {t(reward.status === "granted" ? "takeBack" : "reject")}
                      </Button>
                    </span>
                  </May>
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
