"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { Locale } from "@/db/enums";
import type { Gift } from "@/server/domains/promocodes/schemas";
import { formatBytes } from "@/server/rules/format";
import { useAction } from "./use-action";

type Texts = Record<"label" | "enter" | "granted" | "failed", string> & {
  gifts: Record<Gift["kind"], string>;
};

/** A code is entered where there is no order: what it gave, or why it gave nothing, is said below. */
export function PromoEntry({ locale, texts }: { locale: Locale; texts: Texts }) {
  const router = useRouter();
  const { state, words, run, busy } = useAction();
  const [code, setCode] = useState("");
  const [given, setGiven] = useState<{ code: string; gifts: Gift[] } | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || !code.trim()) return;
    setGiven(null);
    void run(
      (rpc) => rpc.miniapp.promocodes.enter.mutate({ code }),
      (entered) => {
        setCode("");
        if (entered.kind === "granted") setGiven(entered);
        router.refresh();
      },
    );
  };
  const refused = state === "failed";
  return (
    <>
      <form onSubmit={submit} className="flex items-center pr-2 pl-4">
        <input
          value={code}
          onChange={(event) => setCode(event.target.value)}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          aria-label={texts.label}
          aria-invalid={refused}
          aria-describedby={refused ? "promo-entry-refused" : undefined}
          placeholder={texts.label}
          className="min-h-13 min-w-0 flex-1 bg-transparent outline-none placeholder:text-tg-hint"
        />
        <button
          type="submit"
          disabled={busy || !code.trim()}
          aria-busy={busy}
          className="min-h-11 px-3 font-medium text-tg-accent disabled:opacity-50"
        >
          {texts.enter}
        </button>
      </form>
      {refused && (
        <p id="promo-entry-refused" role="alert" className="px-4 pb-3 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
      {given && (
        <div role="status" className="border-t border-tg-line px-4 py-3">
          <p className="font-medium">{texts.granted.replace("{code}", given.code)}</p>
          <ul className="mt-1 list-inside list-disc text-tg-hint tabular-nums">
            {given.gifts.map((gift) => (
              <li key={gift.kind}>{wordsOf(gift, texts, locale)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function wordsOf(gift: Gift, { gifts }: Texts, locale: Locale): string {
  const value = amountOf(gift, locale);
  const plan = "plan" in gift ? gift.plan[locale] : "";
  return gifts[gift.kind].replace("{plan}", plan).replace("{value}", value);
}

function amountOf(gift: Gift, locale: Locale): string {
  switch (gift.kind) {
    case "plan":
    case "trial":
    case "days":
      return String(gift.days);
    case "traffic":
      return formatBytes(gift.bytes, locale);
    case "devices":
      return String(gift.devices);
    case "discount":
      return String(gift.basisPoints / 100);
    case "group":
      return "";
  }
}
