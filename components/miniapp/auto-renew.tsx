"use client";

import { useAction } from "./use-action";

/** Whether a subscription renews itself. Off takes effect at once; what is paid for stays. */
export function AutoRenew({
  subscriptionId,
  on,
  texts,
}: {
  subscriptionId: string;
  on: boolean;
  texts: Record<"label" | "hint" | "failed", string>;
}) {
  const { state, words, run, busy } = useAction();
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-busy={busy}
        disabled={busy}
        onClick={() =>
          void run((rpc) =>
            rpc.miniapp.subscriptions.setAutoRenew.mutate({ subscriptionId, on: !on }),
          )
        }
        className="flex min-h-14 w-full items-center gap-3 px-4 py-2.5 text-left disabled:opacity-50"
      >
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{texts.label}</span>
          <span className="block text-[13px] text-tg-hint">{texts.hint}</span>
        </span>
        <span
          aria-hidden="true"
          className={`flex h-7 w-12 shrink-0 items-center rounded-full p-0.5 ${on ? "justify-end bg-tg-accent" : "bg-tg-line"}`}
        >
          <span className="size-6 rounded-full bg-white shadow" />
        </span>
      </button>
      {state === "failed" && (
        <p role="alert" className="px-4 pb-2 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </>
  );
}
