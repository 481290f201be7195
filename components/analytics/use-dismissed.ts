"use client";

import { useState } from "react";
import { CHECKLIST_COOKIE } from "@/components/layout/cookies";

const YEAR_SECONDS = 365 * 86_400;

/** Whether this browser put the checklist away; kept in a cookie, so that the first HTML knows it. */
export function useDismissed(before: boolean): [boolean, (dismissed: boolean) => void] {
  const [dismissed, setDismissed] = useState(before);
  return [
    dismissed,
    (value) => {
      const seconds = value ? YEAR_SECONDS : 0;
      // biome-ignore lint/suspicious/noDocumentCookie: Safari's older versions know no cookie store
      document.cookie = `${CHECKLIST_COOKIE}=put-away; path=/; max-age=${seconds}; samesite=lax`;
      setDismissed(value);
    },
  ];
}
