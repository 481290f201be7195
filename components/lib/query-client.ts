import { QueryClient } from "@tanstack/react-query";
import superjson from "superjson";

/** The same settings on server and browser, so that what the server fetched is taken over as it is. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Realtime events say what is out of date; this is for what they do not cover.
      queries: { staleTime: 30_000, retry: 1 },
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
