"use client";

import { ERROR_TEXTS } from "@/components/miniapp/error-texts";

export default function ErrorScreen({ reset }: { error: Error; reset: () => void }) {
  const t = ERROR_TEXTS[document.documentElement.lang === "ru" ? "ru" : "en"];
  return (
    <main role="alert" className="flex flex-col items-center gap-4 px-6 py-20 text-center">
      <h1 className="text-[17px] font-semibold">{t.title}</h1>
      <p className="text-tg-hint">{t.text}</p>
      <button
        type="button"
        className="rounded-xl bg-tg-button px-5 py-3 font-medium text-tg-button-text"
        onClick={reset}
      >
        {t.retry}
      </button>
    </main>
  );
}
