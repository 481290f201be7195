"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

type Way = {
  gateway: string;
  label: string;
  lines: { name: string; amount: string }[];
  total: string;
};

/** Method and price side by side; one press makes one order, however often it is pressed. */
export function PayButtons({
  order,
  ways,
  texts,
}: {
  order: {
    kind: "new" | "renew" | "upgrade";
    planId: string;
    durationId: string;
    subscriptionId: string | null;
  };
  ways: Way[];
  texts: Record<"method" | "total" | "pay" | "free" | "failed", string>;
}) {
  const router = useRouter();
  const { state, run, busy } = useAction();
  const [gateway, setGateway] = useState(ways[0]?.gateway ?? "");
  /** The idempotency key of this visit of the page. */
  const key = useRef<string>(undefined);
  const way = ways.find((candidate) => candidate.gateway === gateway);

  const pay = () => {
    key.current ??= crypto.randomUUID();
    void run(
      (rpc) =>
        rpc.miniapp.orders.checkout.mutate({
          ...order,
          gateway,
          clientKey: `app:${key.current}:${gateway}`,
        }),
      ({ orderId, payUrl }) => {
        if (payUrl) {
          void import("./telegram").then(({ openPayment }) =>
            openPayment(payUrl, () => router.refresh()),
          );
        }
        router.push(`/miniapp/purchase/${orderId}` as Route);
      },
    );
  };

  return (
    <>
      <fieldset className="overflow-hidden rounded-2xl bg-tg-section">
        <legend className="sr-only">{texts.method}</legend>
        {ways.map((candidate) => (
          <label
            key={candidate.gateway}
            className="flex min-h-13 items-center gap-3 border-b border-tg-line px-4 py-2 last:border-b-0"
          >
            <input
              type="radio"
              name="gateway"
              value={candidate.gateway}
              checked={candidate.gateway === gateway}
              onChange={() => setGateway(candidate.gateway)}
              className="size-4.5 accent-(--mini-accent)"
            />
            <span className="flex-1 font-medium">{candidate.label}</span>
            <span className="text-tg-hint tabular-nums">{candidate.total}</span>
          </label>
        ))}
      </fieldset>
      {way && (
        <div className="rounded-2xl bg-tg-section px-4 py-3">
          {way.lines.map((line) => (
            <div key={line.name} className="flex justify-between py-1 text-tg-hint tabular-nums">
              <span>{line.name}</span>
              <span>{line.amount}</span>
            </div>
          ))}
          <div className="flex justify-between py-1 text-[17px] font-semibold tabular-nums">
            <span>{texts.total}</span>
            <span>{way.total}</span>
          </div>
        </div>
      )}
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {texts.failed}
        </p>
      )}
      <ActionButton kind="main" busy={busy} onPress={pay}>
        {texts.pay.replace("{total}", way?.total ?? "")}
      </ActionButton>
    </>
  );
}
