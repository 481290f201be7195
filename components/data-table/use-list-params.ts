"use client";

import { type UseQueryStatesKeysMap, useQueryStates, type Values } from "nuqs";

/** They say how a list is shown, not what of it. */
const ORDERING = new Set(["sort", "dir"]);

const isSet = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null;

/** Whether the address leaves something of a list out. */
export function isFiltered<P extends UseQueryStatesKeysMap>(
  parsers: P,
  params: Values<P>,
): boolean {
  return Object.entries(parsers).some(([key, { defaultValue = null, eq }]) => {
    const value = params[key];
    if (ORDERING.has(key) || !isSet(value)) return false;
    return defaultValue === null || !(eq ?? Object.is)(value, defaultValue);
  });
}

/** A list's filters, which live in the address. */
export function useListParams<P extends UseQueryStatesKeysMap>(parsers: P) {
  const [params, setParams] = useQueryStates(parsers);
  return {
    params,
    setParams,
    filtered: isFiltered(parsers, params),
    reset: () => void setParams(null),
  };
}
