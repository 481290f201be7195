"use client";

import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { PageHeader } from "@/components/layout/page-header";
import { Operators } from "@/components/team/operators";
import { RoleList } from "@/components/team/role-list";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { TEAM_TABS, teamParams } from "./search-params";

export function TeamClient() {
  const t = useTranslations("team.operators");
  const [{ tab }, setParams] = useQueryStates(teamParams);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs
        value={tab}
        onValueChange={(value) => void setParams({ tab: value as (typeof TEAM_TABS)[number] })}
      >
        <TabsList>
          {TEAM_TABS.map((value) => (
            <TabsTrigger key={value} value={value}>
              {t(`tabs.${value}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="people">
          <Operators />
        </TabsContent>
        <TabsContent value="roles">
          <RoleList />
        </TabsContent>
      </Tabs>
    </>
  );
}
