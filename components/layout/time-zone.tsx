"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { rememberTimeZone } from "./locale";

/** Tells the server this browser's time zone once; from then on its HTML has the right times. */
export function TimeZoneKeeper() {
  const known = useTimeZone();
  const router = useRouter();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!actual || actual === known || document.cookie.includes("rezeis.tz=")) return;
    rememberTimeZone(actual);
    router.refresh();
  }, [known, router]);
  return null;
}
