"use client";

import type { ReactNode } from "react";

export type ButtonKind = "main" | "quiet" | "danger";

const LOOKS: Record<ButtonKind, string> = {
  main: "bg-tg-button font-semibold text-tg-button-text",
  quiet: "bg-tg-section font-medium text-tg-accent",
  danger: "bg-tg-section font-medium text-tg-danger",
};

export function ActionButton({
  kind,
  busy,
  onPress,
  children,
}: {
  kind: ButtonKind;
  busy?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      disabled={busy}
      aria-busy={busy}
      onClick={onPress}
      className={`flex min-h-12 w-full items-center justify-center rounded-xl px-4 active:opacity-80 disabled:opacity-50 ${LOOKS[kind]}`}
    >
      {children}
    </button>
  );
}
