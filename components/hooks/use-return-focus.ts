"use client";

import { useRef } from "react";

/**
 * Gives the focus back to what opened a dialog. Radix does so for its own triggers only; ours are mostly opened by
 * a value, from a button, a row or a menu.
 */
export function useReturnFocus() {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event: Event) => {
      if (!opener.current?.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
}

/** A menu's item is gone by the time a dialog closes: the button that opened the menu stands for it. */
function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest('[role="menu"]');
  const button = menu && document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  if (button) return button;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}
