"use client";

import { useState } from "react";

export function CopyLink({ url, copy, copied }: { url: string; copy: string; copied: string }) {
  const [done, setDone] = useState(false);
  return (
    <div className="flex items-center gap-2 px-4 py-3">
      <code
        className="min-w-0 flex-1 truncate text-[13px] text-tg-hint"
        data-testid="subscription-link"
      >
        {url}
      </code>
      <button
        type="button"
        className="shrink-0 rounded-lg px-3 py-2 font-medium text-tg-accent"
        onClick={() => {
          void navigator.clipboard?.writeText(url).then(() => setDone(true));
        }}
      >
        <span aria-live="polite">{done ? copied : copy}</span>
      </button>
    </div>
  );
}
