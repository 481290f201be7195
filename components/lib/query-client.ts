import { hashKey, QueryClient, type QueryKey } from "@tanstack/react-query";
import superjson from "superjson";

/** Amounts are bigints, which JSON does not know: in a key they are told apart by their letter. */
const hashOf = (key: QueryKey): string =>
  hashKey(
    JSON.parse(
      JSON.stringify(key, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)),
    ) as QueryKey,
  );

/** The same settings on server and browser, so that what the server fetched is taken over as it is. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Realtime events say what is out of date; this is for what they do not cover.
      queries: { staleTime: 30_000, retry: 1, queryKeyHashFn: hashOf },
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
