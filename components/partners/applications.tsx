"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { May } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { customerHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** Who asks to become a partner; nothing is shown while nobody does. */
export function Applications() {
  const t = useTranslations("partners.applications");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.partners.list.queryOptions({ status: ["applied"] }));
  const [action, setAction] = useState<Action | null>(null);
  const approve = useAction(trpc.admin.partners.approve.mutationOptions(), {
    done: t("approved"),
  });
  const reject = useAction(trpc.admin.partners.reject.mutationOptions(), { done: t("rejected") });
  const rows = query.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title", { count: rows.length })}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <ul className="divide-y border-t text-[13px]">
        {rows.map((row) => {
          const name = row.customerName || row.customerUsername || row.customerId;
          return (
            <li key={row.id} className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-center">
              <div className="min-w-0 flex-1">
                <p>
                  <Link className="font-medium hover:underline" href={customerHref(row.customerId)}>
                    {name}
                  </Link>{" "}
                  <span className="text-muted-foreground">
                    <RelativeTime value={row.createdAt} />
                  </span>
                </p>
                {row.application && (
                  <p className="mt-1 whitespace-pre-wrap text-muted-foreground">
                    {row.application}
                  </p>
                )}
              </div>
              <May needs="partners.write">
                <span className="flex gap-2">
                  <Button
                    size="sm"
                    onClick={() =>
                      setAction({
                        title: t("approveTitle", { name }),
                        consequence: t("approveConsequence"),
                        confirm: t("approve"),
                        run: () => approve.mutateAsync({ partnerId: row.id }),
                      })
                    }
                  >
                    {t("approve")}
                  </Button>
                  <Button
                    size="sm"
                    variant="outline"
                    onClick={() =>
                      setAction({
                        title: t("rejectTitle", { name }),
                        consequence: t("rejectConsequence"),
                        confirm: t("reject"),
                        destructive: true,
                        fields: [
                          {
                            name: "reason",
                            label: t("reason"),
                            type: "text",
                            required: true,
                            max: 500,
                          },
                        ],
                        run: ({ reason = "" }) => reject.mutateAsync({ partnerId: row.id, reason }),
                      })
                    }
                  >
                    {t("reject")}
                  </Button>
                </span>
              </May>
            </li>
          );
        })}
      </ul>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
