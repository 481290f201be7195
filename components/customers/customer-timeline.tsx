"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { HistoryIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useMay } from "@/components/layout/may";
import { BlockSkeleton, EmptyState, Loaded } from "@/components/layout/states";
import { nextPage } from "@/components/lib/next-page";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { CHIPS, chipsParam, kindsOf } from "./timeline-chips";
import { TimelineEntry } from "./timeline-entry";

/** Everything that happened around a person, newest first; what is shown of it stands in the address. */
export function CustomerTimeline({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.timeline");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const may = useMay();
  const [chosen, setChosen] = useQueryState("show", chipsParam);
  const query = useInfiniteQuery(
    trpc.admin.customers.timeline.infiniteQueryOptions(
      { customerId, kinds: kindsOf(chosen) },
      nextPage,
    ),
  );
  const chips = CHIPS.filter(({ needs }) => may(needs));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <fieldset aria-label={t("title")} className="flex basis-full flex-wrap gap-1 pt-1">
          <Button
            size="xs"
            variant={chosen.length === 0 ? "secondary" : "ghost"}
            aria-pressed={chosen.length === 0}
            onClick={() => void setChosen(null)}
          >
            {t("chips.all")}
          </Button>
          {chips.map(({ id }) => {
            const on = chosen.includes(id);
            return (
              <Button
                key={id}
                size="xs"
                variant={on ? "secondary" : "ghost"}
                aria-pressed={on}
                onClick={() =>
                  void setChosen(on ? chosen.filter((other) => other !== id) : [...chosen, id])
                }
              >
                {t(`chips.${id}`)}
              </Button>
            );
          })}
        </fieldset>
      </CardHeader>
      <Loaded query={query} skeleton={<BlockSkeleton rows={6} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.rows);
          if (items.length === 0) {
            return <EmptyState icon={HistoryIcon} title={t("empty")} hint={t("emptyHint")} />;
          }
          return (
            <>
              <ol className="flex flex-col border-t px-4 pt-3">
                {items.map((item) => (
                  <TimelineEntry key={item.key} item={item} customerId={customerId} />
                ))}
              </ol>
              {query.hasNextPage && (
                <div className="flex justify-center border-t p-2">
                  <Button
                    variant="ghost"
                    size="sm"
                    disabled={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {common("loadMore")}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
