"use client";

import "./globals.css";

/** The last resort, when even the root layout failed: without translations, because those may be what failed. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
        <title>Rezeis</title>
        <p className="text-sm font-medium">Something went wrong. · Что-то пошло не так.</p>
        <button type="button" onClick={reset} className="rounded-md border px-3 py-1.5 text-[13px]">
          Try again · Ещё раз
        </button>
      </body>
    </html>
  );
}
