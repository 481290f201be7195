"use client";

import { AppWindowIcon, ArrowUpRightIcon, LoaderCircleIcon } from "lucide-react";
import { useState } from "react";
import type { Button, Keyboard } from "@/server/demo/telegram/types";

/** The buttons under a message; a pressed one turns until the bot has answered. */
export function InlineKeyboard({
  keyboard,
  onButton,
}: {
  keyboard: Keyboard;
  onButton: (button: Button) => Promise<void>;
}) {
  const [busy, setBusy] = useState<string | null>(null);
  const press = async (button: Button, key: string) => {
    setBusy(key);
    await onButton(button);
    setBusy((current) => (current === key ? null : current));
  };
  return (
    <div className="flex w-[min(30rem,88%)] flex-col gap-1">
      {keyboard.inline_keyboard.map((row, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else to be known by
        <div key={y} className="flex gap-1">
          {row.map((button, x) => {
            const key = `${y}.${x}`;
            const Icon = button.url ? ArrowUpRightIcon : button.web_app ? AppWindowIcon : null;
            return (
              <button
                key={key}
                type="button"
                aria-busy={busy === key}
                className="relative min-h-10 min-w-0 flex-1 rounded-xl bg-(--chat-key) px-5 py-2 text-sm font-medium text-(--chat-key-text) outline-none backdrop-blur-sm transition-[filter] [overflow-wrap:anywhere] hover:brightness-110 focus-visible:ring-[3px] focus-visible:ring-ring active:brightness-90"
                onClick={() => void press(button, key)}
              >
                {button.text}
                {busy === key ? (
                  <LoaderCircleIcon
                    className="absolute right-1 top-1 size-3.5 animate-spin"
                    aria-hidden
                  />
                ) : (
                  Icon && (
                    <Icon className="absolute right-1 top-1 size-3.5 opacity-80" aria-hidden />
                  )
                )}
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
