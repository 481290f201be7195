"use client";

import type { Outputs } from "@/components/lib/outputs";

export type Hit = Outputs["customers"]["search"][number];

/** In this browser only. */
const KEY = "rezeis.recent";
const MOST = 6;

/** What was opened from here last, the newest first. */
export function recentHits(): Hit[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as Hit[]) : [];
  } catch {
    return [];
  }
}

export function rememberHit(hit: Hit): void {
  const others = recentHits().filter(({ id }) => id !== hit.id);
  window.localStorage.setItem(KEY, JSON.stringify([hit, ...others].slice(0, MOST)));
}

/** Somebody else may sign in here next. */
export const forgetRecent = (): void => window.localStorage.removeItem(KEY);
