"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { May, useMay } from "@/components/layout/may";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { cn } from "@/components/lib/utils";
import { ConfigurationFile } from "@/components/settings/configuration-file";
import { ExchangeRates } from "@/components/settings/exchange-rates";
import { GatewayOrder } from "@/components/settings/gateway-order";
import { SettingsForm } from "@/components/settings/settings-form";
import { SettingsHistory } from "@/components/settings/settings-history";
import { SettingsTest } from "@/components/settings/settings-test";
import { settingsParams } from "./search-params";

/** Stored by day and pair, so not one of the groups; found among them all the same. */
const RATES = "rates";

/** On a phone the groups are one line: the chosen one must be in it. */
const intoView = (button: HTMLElement | null) => {
  const line = button?.parentElement;
  if (button && line) line.scrollLeft = button.offsetLeft - line.offsetLeft - 16;
};

export function SettingsClient() {
  const t = useTranslations("settings");
  const trpc = useTRPC();
  const may = useMay();
  const [{ group: chosen }, setParams] = useQueryStates(settingsParams);
  const groups = useQuery(trpc.admin.settings.groups.queryOptions());
  const title = (id: string) => {
    if (id === RATES) return t("rates.title");
    const key = `groups.${id.replaceAll(".", "_")}.title`;
    return t.has(key) ? t(key) : id;
  };
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<ConfigurationFile />}
      />
      <Loaded query={groups} skeleton={<BlockSkeleton rows={10} />}>
        {(all) => {
          const group = all.find(({ id }) => id === chosen) ?? all[0];
          const shown = chosen === RATES ? RATES : group?.id;
          return (
            <div className="grid items-start gap-5 md:grid-cols-[12rem_1fr]">
              <nav
                aria-label={t("title")}
                className="flex gap-1 overflow-x-auto [scrollbar-width:none] md:flex-col"
              >
                {[...all.map(({ id }) => id), ...(may("overview.read") ? [RATES] : [])].map(
                  (id) => (
                    <button
                      key={id}
                      type="button"
                      ref={id === shown ? intoView : undefined}
                      aria-current={id === shown ? "page" : undefined}
                      onClick={() => void setParams({ group: id })}
                      className={cn(
                        "whitespace-nowrap rounded-md px-2.5 py-1.5 text-left text-[13px] font-medium text-muted-foreground outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40",
                        id === shown && "bg-accent text-foreground",
                      )}
                    >
                      {title(id)}
                    </button>
                  ),
                )}
              </nav>
              {shown === RATES && (
                <div className="flex min-w-0 max-w-2xl flex-col gap-5">
                  <ExchangeRates />
                </div>
              )}
              {group && shown !== RATES && (
                <div className="flex min-w-0 max-w-2xl flex-col gap-5">
                  {group.id === "payments" ? (
                    <May needs="orders.read">
                      <GatewayOrder groups={all} title={title(group.id)} />
                    </May>
                  ) : (
                    <SettingsForm
                      key={`${group.id}-${group.updatedAt?.getTime() ?? 0}`}
                      group={group}
                      title={title(group.id)}
                    />
                  )}
                  <SettingsTest key={group.id} groupId={group.id} />
                  <SettingsHistory
                    key={`history-${group.id}`}
                    groupId={group.id}
                    title={title(group.id)}
                  />
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
