"use client";

import { useState } from "react";
import { Confirm } from "./confirm";
import { useAction } from "./use-action";

type Item = { id: string; name: string; detail: string; removable: boolean };

const REMOVALS = {
  method: (rpc: Rpc, id: string) => rpc.miniapp.methods.remove.mutate({ savedMethodId: id }),
  addon: (rpc: Rpc, id: string) =>
    rpc.miniapp.subscriptions.cancelAddon.mutate({ subscriptionAddonId: id }),
  session: (rpc: Rpc, id: string) => rpc.miniapp.customer.endSession.mutate({ sessionId: id }),
  /** Only one waits at a time. */
  promo: (rpc: Rpc) => rpc.miniapp.promocodes.drop.mutate(),
} as const;
type Rpc = typeof import("./rpc").rpc;

/** Kept ways to pay, add-ons, the promo code that waits: each can be given up, after its consequence was read. */
export function RemovableList({
  kind,
  items,
  texts,
}: {
  kind: keyof typeof REMOVALS;
  items: Item[];
  texts: Record<"remove" | "title" | "text" | "yes" | "no" | "failed", string>;
}) {
  const { state, words, run, busy } = useAction();
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <>
      <ul>
        {items.map((item) => (
          <li
            key={item.id}
            className="flex min-h-14 items-center gap-3 border-b border-tg-line px-4 py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{item.name}</span>
              <span className="block text-[13px] text-tg-hint">{item.detail}</span>
            </span>
            {item.removable && (
              <button
                type="button"
                disabled={busy}
                aria-label={`${texts.remove}: ${item.name}`}
                className="min-h-11 rounded-lg px-3 text-[13px] font-medium text-tg-danger disabled:opacity-50"
                onClick={() => setAsked(item.id)}
              >
                {texts.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {state === "failed" && (
        <p role="alert" className="px-4 py-2 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
      <Confirm
        open={asked !== null}
        title={texts.title}
        text={texts.text}
        yes={texts.yes}
        no={texts.no}
        onNo={() => setAsked(null)}
        onYes={() => {
          const id = asked;
          setAsked(null);
          if (id) void run((rpc) => REMOVALS[kind](rpc, id));
        }}
      />
    </>
  );
}
