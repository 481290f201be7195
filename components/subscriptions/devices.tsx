"use client";

import { useQuery } from "@tanstack/react-query";
import { SmartphoneIcon, Trash2Icon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useMay } from "@/components/layout/may";
import { RelativeTime } from "@/components/layout/relative-time";
import { EmptyState, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { AsOf } from "./as-of";

/** Devices as the panel lists them; while it is away, the last list it gave. */
export function Devices({ subscriptionId }: { subscriptionId: string }) {
  const t = useTranslations("subscriptions.device");
  const trpc = useTRPC();
  const may = useMay()("subscriptions.write");
  const [action, setAction] = useState<Action | null>(null);
  const query = useQuery(trpc.admin.subscriptions.devices.queryOptions({ subscriptionId }));
  const done = { done: t("removed") };
  const remove = useAction(trpc.admin.subscriptions.removeDevice.mutationOptions(), done);
  const removeAll = useAction(trpc.admin.subscriptions.removeAllDevices.mutationOptions(), done);
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        {query.data && <AsOf {...query.data} />}
      </CardHeader>
      <Loaded query={query}>
        {({ value }) => {
          if (value === null) return <EmptyState title={t("unknown")} hint={t("unknownHint")} />;
          if (value.length === 0) {
            return <EmptyState icon={SmartphoneIcon} title={t("none")} hint={t("noneHint")} />;
          }
          return (
            <>
              <ul className="divide-y border-t">
                {value.map((device) => {
                  const name =
                    [device.deviceModel, device.platform, device.osVersion]
                      .filter(Boolean)
                      .join(" · ") || device.hwid;
                  return (
                    <li key={device.hwid} className="flex items-center gap-3 px-4 py-2 text-[13px]">
                      <span className="min-w-0 flex-1">
                        <span className="block truncate">{name}</span>
                        <span className="block truncate text-xs text-muted-foreground">
                          {device.userAgent ?? device.hwid} ·{" "}
                          <RelativeTime value={device.lastSeenAt ?? device.addedAt} />
                        </span>
                      </span>
                      {may && (
                        <Button
                          variant="ghost"
                          size="icon-sm"
                          aria-label={t("remove", { name })}
                          onClick={() =>
                            setAction({
                              title: t("removeTitle"),
                              consequence: t("removeConsequence", { name }),
                              confirm: t("removeConfirm"),
                              destructive: true,
                              run: () => remove.mutateAsync({ subscriptionId, hwid: device.hwid }),
                            })
                          }
                        >
                          <Trash2Icon />
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
              {may && value.length > 1 && (
                <div className="border-t p-2 text-center">
                  <Button
                    variant="ghost"
                    size="sm"
                    className="text-destructive hover:text-destructive"
                    onClick={() =>
                      setAction({
                        title: t("removeAllTitle"),
                        consequence: t("removeAllConsequence", { count: value.length }),
                        confirm: t("removeConfirm"),
                        destructive: true,
                        run: () => removeAll.mutateAsync({ subscriptionId }),
                      })
                    }
                  >
                    {t("removeAllTitle")}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
