"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useTRPC } from "@/components/lib/trpc";
import type { ListId } from "@/server/rules/lists";

/** A list as it is filtered now; `valid` is what of a kept query still means something. */
export type ListViews = { list: ListId; query: string; valid: (query: string) => string };

/** The views of a list, and which of them it shows. */
export function useViews({ list, query, valid }: ListViews) {
  const trpc = useTRPC();
  const [viewId, setViewId] = useQueryState("view", parseAsString);
  const all = useQuery(trpc.admin.views.list.queryOptions());
  const views = (all.data ?? []).filter((view) => view.list === list);
  const active =
    views.find(({ id }) => id === viewId) ??
    (query === "" ? undefined : views.find((view) => valid(view.query) === query));
  return { views, active, setViewId };
}
