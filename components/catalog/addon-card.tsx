"use client";

import { useQuery } from "@tanstack/react-query";
import { PlusIcon, PuzzleIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { May } from "@/components/layout/may";
import { EmptyState, Loaded } from "@/components/layout/states";
import { href } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { AddonList } from "./addon-list";

/** What can be added to a running subscription. */
export function AddonCard() {
  const a = useTranslations("catalog.addons");
  const trpc = useTRPC();
  const addons = useQuery(trpc.admin.catalog.addons.queryOptions({ archived: true }));
  const create = (
    <May needs="catalog.write">
      <Link
        href={href("/admin/catalog/addons/new")}
        className={buttonVariants({ size: "sm", variant: "outline" })}
      >
        <PlusIcon />
        {a("new")}
      </Link>
    </May>
  );
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{a("title")}</CardTitle>
          <CardDescription>{a("description")}</CardDescription>
        </div>
        {(addons.data?.length ?? 0) > 0 && create}
      </CardHeader>
      <Loaded query={addons}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={PuzzleIcon}
              title={a("empty")}
              hint={a("emptyHint")}
              action={create}
            />
          ) : (
            <AddonList addons={all} />
          )
        }
      </Loaded>
    </Card>
  );
}
