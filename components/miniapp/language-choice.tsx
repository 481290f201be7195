"use client";

import type { Locale } from "@/db/enums";
import { CheckIcon } from "./icons";
import { useAction } from "./use-action";

export function LanguageChoice({
  current,
  languages,
  failed,
}: {
  current: Locale;
  languages: { code: Locale; name: string }[];
  failed: string;
}) {
  const { state, words, run, busy } = useAction();
  return (
    <>
      {languages.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          disabled={busy}
          aria-pressed={code === current}
          className="flex min-h-12 w-full items-center justify-between border-b border-tg-line px-4 text-left last:border-b-0 active:bg-tg-pressed"
          onClick={() => void run((rpc) => rpc.miniapp.customer.setLocale.mutate({ locale: code }))}
        >
          {name}
          {code === current && (
            <span className="text-tg-accent">
              <CheckIcon />
            </span>
          )}
        </button>
      ))}
      {state === "failed" && (
        <p role="alert" className="px-4 py-2 text-[13px] text-tg-danger">
          {words || failed}
        </p>
      )}
    </>
  );
}
