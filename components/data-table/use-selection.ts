"use client";

import { useEffect, useRef, useState } from "react";

export type RowSelection = {
  /** Everything that the list's filters leave, also what no page has shown yet. */
  everything: boolean;
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  /** Chooses a row or lets it go; with `among`, everything from the row that was touched before to this one. */
  toggle: (id: string, among?: readonly string[]) => void;
  set: (ids: readonly string[], on: boolean) => void;
  chooseEverything: () => void;
  clear: () => void;
};

/** Chosen rows of a list. Another filter is another list: `scope` tells them apart, and nothing stays chosen. */
export function useSelection(scope: unknown): RowSelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  const anchor = useRef<string | null>(null);
  const key = JSON.stringify(scope);
  const clear = () => {
    anchor.current = null;
    setIds(new Set());
    setEverything(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the scope's change that counts
  useEffect(clear, [key]);

  const set = (some: readonly string[], on: boolean) => {
    setEverything(false);
    setIds((old) => {
      const next = new Set(old);
      for (const id of some) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  };
  return {
    everything,
    ids,
    has: (id) => everything || ids.has(id),
    toggle(id, among) {
      const from = among && anchor.current ? among.indexOf(anchor.current) : -1;
      const to = among?.indexOf(id) ?? -1;
      anchor.current = id;
      const on = !ids.has(id);
      if (!among || from < 0 || to < 0) return set([id], on);
      set(among.slice(Math.min(from, to), Math.max(from, to) + 1), on);
    },
    set,
    chooseEverything: () => setEverything(true),
    clear,
  };
}
