"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDownIcon, ArrowUpIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAction } from "@/components/hooks/use-action";
import { useGatewayName } from "@/components/hooks/use-gateway-name";
import { Editable } from "@/components/layout/may";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import type { Outputs } from "@/components/lib/outputs";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Groups = Outputs["settings"]["groups"];

/** The ways to pay in the order customers see them; what they are moved to is saved at once. */
export function GatewayOrder({ groups, title }: { groups: Groups; title: string }) {
  const t = useTranslations("settings.order");
  const trpc = useTRPC();
  const gateways = useQuery(trpc.admin.payments.gateways.queryOptions());
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{title}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <Loaded query={gateways} skeleton={<BlockSkeleton rows={6} />}>
          {(all) => <OrderList ids={all.map(({ id }) => id)} groups={groups} />}
        </Loaded>
      </CardContent>
    </Card>
  );
}

function OrderList({ ids, groups }: { ids: string[]; groups: Groups }) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const list = useRef<HTMLOListElement>(null);
  const [order, setOrder] = useState(ids);
  const [said, setSaid] = useState("");
  const [saved, setSaved] = useState(ids.join(","));
  const { mutate, isPending } = useAction(trpc.admin.settings.update.mutationOptions(), {
    done: common("saved"),
  });
  const wanted = order.join(",");
  // One save at a time, and then where the rows have gone meanwhile: the last step stays.
  useEffect(() => {
    if (isPending || wanted === saved) return;
    mutate(
      { id: "payments", values: { order: wanted } },
      { onSuccess: () => setSaved(wanted), onError: () => setOrder(saved.split(",")) },
    );
  }, [isPending, wanted, saved, mutate]);
  const nameOf = useGatewayName();
  const isOff = (id: string) =>
    groups.find((group) => group.id === `gateway.${id}`)?.values.enabled === false;

  const move = (from: number, step: -1 | 1) => {
    const to = from + step;
    const next = [...order];
    const [id] = next.splice(from, 1);
    if (id === undefined || to < 0 || to > next.length) return;
    next.splice(to, 0, id);
    setOrder(next);
    setSaid(t("order.moved", { name: nameOf(id), place: to + 1 }));
    // The row goes elsewhere: the keyboard stays with it, on a button that can still be pressed.
    const direction = to === 0 ? "down" : to === next.length - 1 ? "up" : step < 0 ? "up" : "down";
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLButtonElement>(`[data-move="${id}:${direction}"]`)?.focus(),
    );
  };

  return (
    <>
      <Editable needs="settings.write">
        <ol ref={list} className="flex flex-col divide-y">
          {order.map((id, index) => (
            <li key={id} className="flex min-w-0 items-center gap-2 py-1.5">
              <span className="w-5 text-right text-xs text-muted-foreground tabular-nums">
                {index + 1}
              </span>
              <span className="min-w-0 flex-1 truncate text-[13px] font-medium">{nameOf(id)}</span>
              {isOff(id) && <Badge>{t("order.off")}</Badge>}
              <Button
                variant="ghost"
                size="icon"
                data-move={`${id}:up`}
                disabled={index === 0}
                aria-label={t("order.up", { name: nameOf(id) })}
                onClick={() => move(index, -1)}
              >
                <ArrowUpIcon />
              </Button>
              <Button
                variant="ghost"
                size="icon"
                data-move={`${id}:down`}
                disabled={index === order.length - 1}
                aria-label={t("order.down", { name: nameOf(id) })}
                onClick={() => move(index, 1)}
              >
                <ArrowDownIcon />
              </Button>
            </li>
          ))}
        </ol>
      </Editable>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </>
  );
}
