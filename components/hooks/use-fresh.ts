"use client";

import { useSyncExternalStore } from "react";

const LIT_MS = 4000;
const NONE: ReadonlySet<string> = new Set();
let lit: ReadonlySet<string> = NONE;
const listeners = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  lit = next;
  for (const listener of listeners) listener();
}

/** Lights up the rows with these ids for a moment, wherever they are shown. */
export function lightUp(...ids: string[]): void {
  set(new Set([...lit, ...ids]));
  setTimeout(() => set(new Set([...lit].filter((id) => !ids.includes(id)))), LIT_MS);
}

/** Ids of what has just changed. */
export const useFresh = (): ReadonlySet<string> =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lit,
    () => NONE,
  );
