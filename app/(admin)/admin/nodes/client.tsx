"use client";

import { useQuery } from "@tanstack/react-query";
import { ServerIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/layout/page-header";
import { EmptyState, Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { NodeCard } from "@/components/nodes/node-card";
import { AsOf } from "@/components/subscriptions/as-of";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

export function NodesClient() {
  const t = useTranslations("remnawave.nodes");
  const trpc = useTRPC();
  const nodes = useQuery({
    ...trpc.admin.remnawave.nodes.queryOptions(),
    refetchInterval: 15_000,
  });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={nodes.data && <AsOf {...nodes.data} />}
      />
      <Loaded query={nodes}>
        {({ value }) => {
          if (value === null || value.length === 0) {
            return (
              <Card>
                <EmptyState
                  icon={ServerIcon}
                  title={t(value === null ? "unknown" : "none")}
                  hint={t(value === null ? "unknownHint" : "noneHint")}
                  action={
                    <Link
                      href={href("/admin/remnawave")}
                      className={buttonVariants({ variant: "outline", size: "sm" })}
                    >
                      {t("toPanel")}
                    </Link>
                  }
                />
              </Card>
            );
          }
          return (
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
              {value.map((node) => (
                <NodeCard key={node.uuid} node={node} />
              ))}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
