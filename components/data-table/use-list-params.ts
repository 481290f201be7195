"use client";

import {
  createLoader,
  createSerializer,
  type ParserMap,
  type UseQueryStatesKeysMap,
  useQueryStates,
  type Values,
} from "nuqs";
import type { ListId } from "@/server/rules/lists";

type ListParsers = UseQueryStatesKeysMap & ParserMap;

/** They say how a list is shown, not what of it. */
const ORDERING = new Set(["sort", "dir"]);

const isSet = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null;

/** Whether the address leaves something of a list out. */
export function isFiltered<P extends ListParsers>(parsers: P, params: Values<P>): boolean {
  return Object.entries(parsers).some(([key, { defaultValue = null, eq }]) => {
    const value = params[key];
    if (ORDERING.has(key) || !isSet(value)) return false;
    return defaultValue === null || !(eq ?? Object.is)(value, defaultValue);
  });
}

/** What is filtered, as a query that is the same for the same filters. */
export function listQuery<P extends ListParsers>(parsers: P, params: Values<P>): string {
  const ordered = Object.entries(params).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.toSorted() : value,
  ]);
  return createSerializer(parsers)(Object.fromEntries(ordered) as Values<P>).replace(/^\?/, "");
}

/** What of a query that was kept still means something. */
export const validQuery = <P extends ListParsers>(parsers: P, query: string): string =>
  listQuery(parsers, createLoader(parsers)(new URLSearchParams(query)) as Values<P>);

/** A list as the views of it see it. */
export const viewsOf = <P extends ListParsers>(list: ListId, parsers: P, params: Values<P>) => ({
  list,
  query: listQuery(parsers, params),
  valid: (query: string) => validQuery(parsers, query),
});

/** A list's filters, which live in the address. */
export function useListParams<P extends ListParsers>(list: ListId, parsers: P) {
  const [params, setParams] = useQueryStates(parsers);
  return {
    params,
    setParams,
    filtered: isFiltered(parsers, params),
    reset: () => void setParams(null),
    views: viewsOf(list, parsers, params),
  };
}
