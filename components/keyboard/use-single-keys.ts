"use client";

import { useSyncExternalStore } from "react";

/** Kept in this browser: another keyboard may want another choice. */
const KEY = "rezeis.singleKeys";
const listeners = new Set<() => void>();

export const singleKeysOn = (): boolean => window.localStorage.getItem(KEY) !== "off";

/** Whether shortcuts of one key are on; they can be switched off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    singleKeysOn,
    () => true,
  );
  const set = (next: boolean) => {
    if (next) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, "off");
    for (const listener of listeners) listener();
  };
  return [on, set];
}
