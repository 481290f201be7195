"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { InvoiceStatus } from "./stars-sheet";

export type MainButton = { text: string; enabled: boolean; busy: boolean };

export type Host = {
  close: () => void;
  openLink: (url: string) => void;
  openTelegramLink: (url: string) => void;
  openInvoice: (slug: string, onClosed: (status: InvoiceStatus) => void) => void;
  showBackButton: (visible: boolean) => void;
  showMainButton: (button: MainButton | null) => void;
};

/** Mini Apps in a frame address Telegram's web client and nobody else. */
const TELEGRAM_WEB = "https://web.telegram.org";

type Post = (message: unknown, target?: unknown, transfer?: Transferable[]) => void;

/**
 * Plays Telegram for the Mini App in a frame: takes its events, answers with Telegram's. The app posts to its
 * parent with Telegram's origin as the only allowed reader, which a browser would drop here; so the parent's
 * own `postMessage` listens for it. That needs a Mini App of the same origin, which the demo's is.
 */
export function useMiniAppBridge(
  frame: RefObject<HTMLIFrameElement | null>,
  host: Host,
  themeParams: string,
): (event: string, data?: unknown) => void {
  const current = useRef(host);
  useEffect(() => {
    current.current = host;
  });

  const post = (eventType: string, eventData: unknown = {}) => {
    frame.current?.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), "*");
  };
  const postRef = useRef(post);

  useEffect(() => {
    const send = postRef.current;
    const handlers: Record<string, (data: Record<string, unknown>) => void> = {
      web_app_close: () => current.current.close(),
      web_app_open_link: ({ url }) => current.current.openLink(String(url)),
      web_app_open_tg_link: ({ path_full: path }) =>
        current.current.openTelegramLink(`https://t.me${String(path)}`),
      web_app_open_invoice: ({ slug }) =>
        current.current.openInvoice(String(slug), (status) =>
          send("invoice_closed", { slug, status }),
        ),
      web_app_setup_back_button: ({ is_visible }) =>
        current.current.showBackButton(is_visible === true),
      web_app_setup_main_button: (data) => current.current.showMainButton(mainButtonOf(data)),
      web_app_request_theme: () =>
        send("theme_changed", { theme_params: JSON.parse(themeParams || "{}") as unknown }),
      web_app_request_viewport: () => {
        const box = frame.current?.getBoundingClientRect();
        const size = { width: box?.width ?? 0, height: box?.height ?? 0 };
        send("viewport_changed", { ...size, is_expanded: true, is_state_stable: true });
      },
      web_app_request_safe_area: () =>
        send("safe_area_changed", { top: 0, bottom: 0, left: 0, right: 0 }),
      web_app_request_content_safe_area: () =>
        send("content_safe_area_changed", { top: 0, bottom: 0, left: 0, right: 0 }),
    };
    const receive = (message: unknown) => {
      const event = parse(message);
      if (event) handlers[event.eventType]?.(event.eventData ?? {});
    };

    const original = window.postMessage;
    const intercept: Post = (message, target, transfer) => {
      if (target === TELEGRAM_WEB) receive(message);
      else Reflect.apply(original, window, [message, target, transfer]);
    };
    window.postMessage = intercept as typeof window.postMessage;
    return () => {
      window.postMessage = original;
    };
  }, [frame, themeParams]);

  return post;
}

/** Telegram shows a button only with a text; active unless said otherwise. */
export function mainButtonOf(data: Record<string, unknown>): MainButton | null {
  const text = typeof data.text === "string" ? data.text.trim() : "";
  if (data.is_visible !== true || text === "") return null;
  const busy = data.is_progress_visible === true;
  return { text, enabled: data.is_active !== false && !busy, busy };
}

function parse(message: unknown) {
  if (typeof message !== "string") return null;
  try {
    const event: unknown = JSON.parse(message);
    if (typeof event === "object" && event !== null && "eventType" in event) {
      return event as { eventType: string; eventData?: Record<string, unknown> };
    }
  } catch {
    // Somebody else's message.
  }
  return null;
}
