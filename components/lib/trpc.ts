"use client";

import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@/server/trpc/root";

/** The API as typed query options: `useQuery(useTRPC().admin.orders.get.queryOptions({ id }))`. */
export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();
