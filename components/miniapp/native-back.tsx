"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Telegram's native back button, leading to a fixed place: history may hold a payment page. */
export function NativeBack({ to }: { to: string }) {
  const router = useRouter();
  useEffect(() => {
    let hide = () => {};
    let gone = false;
    void import("./telegram").then(({ backButton }) => {
      if (!gone) hide = backButton(() => router.push(to as Route));
    });
    return () => {
      gone = true;
      hide();
    };
  }, [router, to]);
  return null;
}
