"use client";

import { useQuery } from "@tanstack/react-query";
import { SettingsIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { ProgramForm } from "@/components/partners/program-form";
import { Button } from "@/components/ui/button";

export function ProgramClient() {
  const t = useTranslations("partners.program");
  const trpc = useTRPC();
  const query = useQuery(trpc.admin.partners.program.queryOptions());
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <Button variant="outline" size="sm" asChild>
            <Link href={href("/admin/settings?group=partners")}>
              <SettingsIcon />
              {t("more")}
            </Link>
          </Button>
        }
      />
      <Loaded query={query} skeleton={<BlockSkeleton rows={8} />}>
        {(program) => <ProgramForm program={program} />}
      </Loaded>
    </>
  );
}
