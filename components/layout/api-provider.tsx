"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { fetchSignedIn } from "@/components/auth/fetch-signed-in";
import { confirmIdentityLink } from "@/components/layout/confirm-identity";
import { makeQueryClient } from "@/components/lib/query-client";
import { TRPCProvider } from "@/components/lib/trpc";
import type { AppRouter } from "@/server/trpc/root";

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      // Only the browser uses it: on the server everything shown was prefetched.
      links: [
        confirmIdentityLink,
        httpBatchLink({
          url: "/api/trpc",
          transformer: superjson,
          maxURLLength: 8000,
          fetch: fetchSignedIn,
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
