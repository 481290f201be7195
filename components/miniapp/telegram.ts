import { off, on, postEvent, rawInitData } from "./telegram-bridge";

/**
 * What the Mini App asks of Telegram around it. Loaded only after the page is shown, and a no-op in a plain
 * browser. Every call may fail on an old client: the page must work without it.
 */
export function initData(): string | null {
  try {
    return rawInitData();
  } catch {
    return null;
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Not inside Telegram, or a client that does not know this method.
  }
}

export function ready(): void {
  quietly(() => postEvent("web_app_ready"));
  quietly(() => postEvent("web_app_expand"));
}

/** Telegram's own back button; returns what hides it again. */
export function backButton(onBack: () => void): () => void {
  quietly(() => {
    postEvent("web_app_setup_back_button", { is_visible: true });
    on("back_button_pressed", onBack);
  });
  return () =>
    quietly(() => {
      off("back_button_pressed", onBack);
      postEvent("web_app_setup_back_button", { is_visible: false });
    });
}

export function haptic(kind: "success" | "error" | "light"): void {
  quietly(() =>
    kind === "light"
      ? postEvent("web_app_trigger_haptic_feedback", { type: "impact", impact_style: "light" })
      : postEvent("web_app_trigger_haptic_feedback", {
          type: "notification",
          notification_type: kind,
        }),
  );
}

const INVOICE = /^https:\/\/t\.me\/(?:\$|invoice\/)([\w-]+)$/;

/**
 * Opens a payment page: Telegram's own invoice sheet for Stars, its browser for others. A browser goes there itself:
 * after an answer was waited for, it would not open a tab. The payment page leads back to the order.
 */
export function openPayment(url: string, onClosed: () => void): void {
  const slug = INVOICE.exec(url)?.[1];
  if (!initData()) {
    location.assign(url);
    return;
  }
  quietly(() => {
    if (!slug) {
      postEvent("web_app_open_link", { url });
      return;
    }
    const closed = () => {
      off("invoice_closed", closed);
      onClosed();
    };
    on("invoice_closed", closed);
    postEvent("web_app_open_invoice", { slug });
  });
}

export function openExternal(url: string): void {
  if (!initData()) {
    window.open(url, "_blank", "noopener");
    return;
  }
  quietly(() => postEvent("web_app_open_link", { url }));
}

export function openTelegramLink(url: string): void {
  if (!initData()) {
    window.open(url, "_blank", "noopener");
    return;
  }
  const { pathname, search } = new URL(url);
  quietly(() => postEvent("web_app_open_tg_link", { path_full: pathname + search }));
}
