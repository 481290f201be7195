"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useLayoutEffect, useState } from "react";
import type { EmailSignInTexts } from "./email-sign-in";

type Texts = Record<"connecting" | "failed" | "expired" | "retry" | "outside", string>;
type State = "idle" | "connecting" | "failed" | "expired" | "outside";

const EmailSignIn = lazy(() =>
  import("./email-sign-in").then((module) => ({ default: module.EmailSignIn })),
);

/** One sign-in a launch: the same initData is not presented twice. */
const SEEN_KEY = "rezeis.launch";

/**
 * Signs in with Telegram's initData. With a session it works silently, and only when this launch belongs to
 * another person than the cookie does; without one it is the page.
 */
export function SessionKeeper({
  signedIn,
  texts,
  byEmail = null,
}: {
  signedIn: boolean;
  texts: Texts;
  /** Where there is a mail server, a plain browser signs in by a code. */
  byEmail?: EmailSignInTexts | null;
}) {
  const router = useRouter();
  const [state, setState] = useState<State>(signedIn ? "idle" : "connecting");
  const [attempt, setAttempt] = useState(0);

  // A page that the browser draws alone, as those that are not found, has the theme's script but never ran it.
  useLayoutEffect(() => {
    if (document.documentElement.style.colorScheme) return;
    const script = document.createElement("script");
    script.textContent = document.getElementById("theme")?.textContent ?? "";
    document.head.append(script);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is the retry button
  useEffect(() => {
    let cancelled = false;
    void (async () => {
      const telegram = await import("./telegram");
      telegram.ready();
      const initData = telegram.initData();
      if (!initData) {
        if (!signedIn) setState("outside");
        return;
      }
      if (signedIn && sessionStorage.getItem(SEEN_KEY) === initData) return;
      const response = await fetch("/api/miniapp/session", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ initData }),
      }).catch(() => null);
      if (cancelled) return;
      if (!response?.ok) {
        setState(response?.status === 401 ? "expired" : "failed");
        return;
      }
      sessionStorage.setItem(SEEN_KEY, initData);
      const { changed, goTo } = (await response.json()) as {
        changed: boolean;
        goTo: string | null;
      };
      if (goTo) router.replace(goTo as Route);
      if (changed || !signedIn) router.refresh();
    })();
    return () => {
      cancelled = true;
    };
  }, [attempt, router, signedIn]);

  if (signedIn && state !== "expired") return null;
  if (state === "connecting" || state === "idle") {
    return (
      <div role="status" className="flex flex-col gap-3 p-4">
        <span className="sr-only">{texts.connecting}</span>
        {[24, 32, 32].map((height, index) => (
          <div
            key={`${height}-${index === 0 ? "head" : index}`}
            className="animate-pulse rounded-2xl bg-tg-section"
            style={{ height: height * 4 }}
          />
        ))}
      </div>
    );
  }
  if (state === "outside" && byEmail) {
    return (
      <Suspense>
        <EmailSignIn texts={byEmail} />
      </Suspense>
    );
  }
  return (
    <div role="alert" className="flex flex-col items-center gap-4 px-6 py-16 text-center">
      <p className="text-[15px] text-tg-hint">{texts[state]}</p>
      {state !== "outside" && (
        <button
          type="button"
          className="rounded-xl bg-tg-button px-5 py-3 font-medium text-tg-button-text"
          onClick={() => {
            setState("connecting");
            setAttempt((n) => n + 1);
          }}
        >
          {texts.retry}
        </button>
      )}
    </div>
  );
}
