"use client";

import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { PageHeader } from "@/components/layout/page-header";
import { Connection } from "@/components/remnawave/connection";
import { DriftList } from "@/components/remnawave/drift-list";
import { ImportPanel } from "@/components/remnawave/import-panel";
import { PanelEvents } from "@/components/remnawave/panel-events";
import { SyncRuns } from "@/components/remnawave/sync-runs";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { PANEL_TABS, panelParams } from "./search-params";

export function RemnawaveClient() {
  const t = useTranslations("remnawave");
  const [{ tab, run }, setParams] = useQueryStates(panelParams);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs
        value={tab}
        onValueChange={(value) => void setParams({ tab: value as (typeof PANEL_TABS)[number] })}
      >
        <TabsList>
          {PANEL_TABS.map((value) => (
            <TabsTrigger key={value} value={value}>
              {t(`tabs.${value}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="connection">
          <Connection />
        </TabsContent>
        <TabsContent value="sync">
          <SyncRuns />
        </TabsContent>
        <TabsContent value="drift">
          <DriftList />
        </TabsContent>
        <TabsContent value="import">
          <ImportPanel runId={run} onRun={(id) => void setParams({ run: id })} />
        </TabsContent>
        <TabsContent value="events">
          <PanelEvents />
        </TabsContent>
      </Tabs>
    </>
  );
}
