"use client";

import { useEffect } from "react";
import { lastRefresh, refreshSession } from "./refresh";
import { askWhatNow } from "./session-over";

/** Well before the 15 minutes of an access token are over. */
const EVERY_MS = 11 * 60_000;
const LOOK_MS = 30_000;

/**
 * Keeps the tokens of an open dashboard new: in time, and as soon as somebody comes back to a tab or a laptop
 * that slept. When the session is over, leads to the sign-in page and back here afterwards.
 */
export function KeepSignedIn() {
  useEffect(() => {
    const opened = Date.now();
    let over = false;
    const look = async () => {
      const newest = Math.max(lastRefresh(), opened);
      if (over || document.hidden || Date.now() - newest < EVERY_MS) return;
      if (await refreshSession()) return;
      over = true;
      const afterwards = await askWhatNow();
      if (afterwards === "leave") leaveForSignIn();
      over = afterwards !== "again";
    };
    const onLook = () => void look();
    const timer = setInterval(onLook, LOOK_MS);
    document.addEventListener("visibilitychange", onLook);
    window.addEventListener("focus", onLook);
    window.addEventListener("online", onLook);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onLook);
      window.removeEventListener("focus", onLook);
      window.removeEventListener("online", onLook);
    };
  }, []);
  return null;
}

/** The session is over: to the sign-in page, and back to where one was. */
export function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/api/auth/resume?next=${encodeURIComponent(pathname + search)}`);
}
