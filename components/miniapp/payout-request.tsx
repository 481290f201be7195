"use client";

import { useRef, useState } from "react";
import type { Locale } from "@/db/enums";
import type { PayoutQuote } from "@/server/domains/partners/schemas";
import { formatMoney, fromDecimal, type Money, toDecimal } from "@/server/rules/money";
import { ActionButton } from "./action-button";
import { Failure, TextField } from "./form-parts";
import { useAction } from "./use-action";

/** First what it comes to, then the request: what was shown is what is charged. */
export function PayoutRequest({
  payable,
  enough,
  errors,
  texts,
  locale,
}: {
  payable: Money;
  enough: boolean;
  errors: Record<string, string>;
  texts: Record<"request" | "amount" | "fee" | "net" | "least" | "confirm", string>;
  locale: Locale;
}) {
  const { state, failure, words, run, busy } = useAction();
  const [text, setText] = useState(toDecimal(payable));
  const [quote, setQuote] = useState<PayoutQuote | null>(null);
  /** The idempotency key of this request. */
  const key = useRef<string>(undefined);
  const amount = fromDecimal(text.replace(/\s/g, "").replace(",", "."), payable.currency)?.amount;
  const change = (value: string) => {
    setText(value);
    setQuote(null);
    key.current = undefined;
  };
  const ask = () => {
    const wanted = amount ?? 0n;
    if (!quote) {
      return run(
        (rpc) => rpc.miniapp.partners.quote.query({ amount: wanted }),
        (answer) => setQuote(answer),
      );
    }
    key.current ??= crypto.randomUUID();
    return run((rpc) =>
      rpc.miniapp.partners.request.mutate({ amount: wanted, clientKey: `app:${key.current}` }),
    );
  };
  if (!enough) return <p className="px-4 text-[13px] text-tg-hint">{texts.least}</p>;
  return (
    <div className="flex flex-col gap-2">
      <div className="overflow-hidden rounded-2xl bg-tg-section">
        <TextField label={texts.amount} value={text} onChange={change} max={20} decimal />
        {quote && (
          <div className="px-4 py-3 tabular-nums" role="status">
            <div className="flex justify-between py-1 text-tg-hint">
              <span>{texts.fee}</span>
              <span>{formatMoney(quote.fee, locale)}</span>
            </div>
            <div className="flex justify-between py-1 font-semibold">
              <span>{texts.net}</span>
              <span>{formatMoney(quote.arrives ?? quote.net, locale)}</span>
            </div>
          </div>
        )}
      </div>
      {state === "failed" && <Failure>{errors[failure] ?? (words || errors.other)}</Failure>}
      <ActionButton kind="main" busy={busy} onPress={() => void ask()}>
        {quote ? texts.confirm : texts.request}
      </ActionButton>
    </div>
  );
}
