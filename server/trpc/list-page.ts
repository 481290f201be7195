import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { type ListId, viewPath } from "@/server/rules/lists";
import { getQueryClient, trpc } from "./rsc";

/**
 * Reads the views of a list. One that is opened with nothing in its address is opened with the view that whoever
 * asks chose for it; `view=all` is everything even so.
 */
export async function openList(
  list: ListId,
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<void> {
  const [views, params] = await Promise.all([
    // Without views the list is still a list.
    getQueryClient()
      .fetchQuery(trpc.admin.views.list.queryOptions())
      .catch(() => []),
    searchParams,
  ]);
  const chosen = views.find((view) => view.list === list && view.isDefault);
  if (chosen && Object.keys(params).length === 0) redirect(viewPath(chosen) as Route);
}
