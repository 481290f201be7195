"use client";

import type { ReplyKeyboard as Keyboard } from "@/server/demo/telegram/types";

/** Buttons of the bot in place of the person's keyboard: pressing one writes its text. */
export function ReplyKeyboard({
  keyboard,
  onSend,
}: {
  keyboard: Keyboard;
  onSend: (text: string) => Promise<boolean>;
}) {
  return (
    <div className="flex max-h-48 flex-col gap-1 overflow-y-auto bg-card px-2 pb-2">
      {keyboard.rows.map((row) => (
        <div key={row.join("\n")} className="flex gap-1">
          {row.map((text) => (
            <button
              key={text}
              type="button"
              className="min-h-10 min-w-0 flex-1 rounded-lg border bg-background px-3 py-2 text-sm font-medium outline-none [overflow-wrap:anywhere] hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40"
              onClick={() => void onSend(text)}
            >
              {text}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
