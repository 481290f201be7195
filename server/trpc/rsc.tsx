import "server-only";
import {
  dehydrate,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
  HydrationBoundary,
} from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import { makeQueryClient } from "@/components/lib/query-client";
import { currentAdmin } from "@/server/auth/admin-session";
import type { SessionAdmin } from "@/server/domains/team";
import type { Permission } from "@/server/rules/permissions";
import { createTrpcContext } from "./context";
import { appRouter } from "./root";

export const getQueryClient = cache(makeQueryClient);

/** Query options for server components; they call the routers directly, without HTTP. */
export const trpc = createTRPCOptionsProxy({
  ctx: cache(() => createTrpcContext()),
  router: appRouter,
  queryClient: getQueryClient,
});

const reading = cache((): Promise<unknown>[] => []);

/** Starts reading on the server what {@link Hydrate} will hand over. A failure is left to the browser's own try. */
export function prefetch(options: object): void {
  const client = getQueryClient();
  const infinite =
    "queryKey" in options &&
    Array.isArray(options.queryKey) &&
    (options.queryKey[1] as { type?: string } | undefined)?.type === "infinite";
  reading().push(
    infinite
      ? client.prefetchInfiniteQuery(options as unknown as FetchInfiniteQueryOptions)
      : client.prefetchQuery(options as unknown as FetchQueryOptions),
  );
}

/**
 * Reads what a page is about: what is not there makes the page a 404. That needs a page without `loading.tsx`
 * around it, which would begin the answer before. Any other failure is left to the browser's own try.
 */
export async function prefetchExisting(options: object): Promise<void> {
  try {
    await getQueryClient().fetchQuery(options as unknown as FetchQueryOptions);
  } catch (error) {
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code)) notFound();
  }
}

/**
 * Hands what was prefetched to the client components below, all of it at once: half-read data would be there
 * in the browser and not in the HTML.
 */
export async function Hydrate({ children }: { children: ReactNode }) {
  await Promise.all(reading());
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}

/**
 * Hands over one read by itself, for a layout: a query that the layout's components start in the browser is
 * known there before the page's {@link Hydrate} arrives, which would then come too late for the first render.
 */
export async function HydrateOne({ options, children }: { options: object; children: ReactNode }) {
  const client = makeQueryClient();
  await client.prefetchQuery(options as unknown as FetchQueryOptions);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/**
 * A page's door: the signed-in operator, with `permission` if one is named; others are led away. Who has to set
 * up a second factor first is led to where that is done, which is why that page names no permission. `instead` may
 * name a better place than a refusal.
 */
export async function requireAdmin(
  permission?: Permission,
  instead?: (permissions: readonly Permission[]) => string | undefined,
): Promise<SessionAdmin> {
  const admin = await currentAdmin();
  // A page cannot set cookies: that route gives a new access token, or leads to the sign-in page.
  if (!admin) redirect("/api/auth/resume" as Route);
  if (permission && admin.mustEnrol) redirect("/admin/account" as Route);
  if (permission && !admin.permissions.includes(permission)) {
    redirect((instead?.(admin.permissions) ?? "/admin/forbidden") as Route);
  }
  return admin;
}
