"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Bytes } from "@/components/layout/amount";
import { StatusBadge } from "@/components/layout/status-badge";
import type { Outputs } from "@/components/lib/outputs";
import { cn } from "@/components/lib/utils";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { flag, formatBytes } from "@/server/rules/format";

type Node = NonNullable<Outputs["remnawave"]["nodes"]["value"]>[number];

/** A node as the panel last described it. What it did not say is unknown, not zero. */
export function NodeCard({ node }: { node: Node }) {
  const t = useTranslations("remnawave.nodes");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const speed = (value: number | null) =>
    value === null ? null : `${formatBytes(BigInt(Math.round(value)), locale)}/${t("second")}`;
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex min-w-0 items-center gap-2">
          <span aria-hidden>{flag(node.countryCode)}</span>
          <span className="truncate">{node.name}</span>
        </CardTitle>
        <StatusBadge kind="node" value={node.state} />
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        <p className="truncate font-mono text-xs text-muted-foreground">{node.address}</p>
        {node.message && <p className="text-xs text-destructive">{node.message}</p>}
        <Meter
          name={t("load")}
          share={node.load}
          text={
            node.load === null
              ? null
              : t("loadText", {
                  percent: format.number(node.load, { style: "percent" }),
                  cpus: node.cpus ?? 0,
                })
          }
        />
        <Meter
          name={t("memory")}
          share={
            node.memoryUsed !== null && node.memoryTotal ? node.memoryUsed / node.memoryTotal : null
          }
          text={
            node.memoryUsed === null || node.memoryTotal === null
              ? null
              : `${formatBytes(BigInt(Math.round(node.memoryUsed)), locale)} / ${formatBytes(BigInt(Math.round(node.memoryTotal)), locale)}`
          }
        />
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-[13px]">
          <Cell name={t("usersOnline")}>
            {node.usersOnline === null ? null : format.number(node.usersOnline)}
          </Cell>
          <Cell name={t("traffic")}>
            {node.trafficUsedBytes === null ? null : <Bytes value={node.trafficUsedBytes} />}
          </Cell>
          <Cell name={t("down")}>{speed(node.rxBytesPerSec)}</Cell>
          <Cell name={t("up")}>{speed(node.txBytesPerSec)}</Cell>
          <Cell name={t("uptime")}>
            {node.uptimeSeconds === null
              ? null
              : t("uptimeDays", { count: Math.floor(node.uptimeSeconds / 86_400) })}
          </Cell>
          <Cell name={t("versions")}>
            {node.versions && `Xray ${node.versions.xray} · ${node.versions.node}`}
          </Cell>
        </dl>
      </CardContent>
    </Card>
  );
}

function Cell({ name, children }: { name: string; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="tabular truncate">
        {children ?? <span className="text-muted-foreground">{t("unknown")}</span>}
      </dd>
    </div>
  );
}

type MeterProps = { name: string; share: number | null; text: string | null };

function Meter({ name, share, text }: MeterProps) {
  const t = useTranslations("common");
  return (
    <div>
      <div className="flex justify-between gap-2 text-xs">
        <span className="text-muted-foreground">{name}</span>
        <span className="tabular">{text ?? t("unknown")}</span>
      </div>
      <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-muted" aria-hidden>
        {share !== null && (
          <div
            className={cn(
              "h-full rounded-full",
              share > 0.9 ? "bg-destructive" : share > 0.7 ? "bg-warning" : "bg-success",
            )}
            style={{ width: `${Math.min(100, Math.max(1, share * 100))}%` }}
          />
        )}
      </div>
    </div>
  );
}
