"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { z } from "zod";
import type { ownCheckoutInput } from "@/server/domains/payments/schemas";
import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

type Way = {
  gateway: string;
  label: string;
  lines: { name: string; amount: string }[];
  total: string;
  canSave: boolean;
  /** What the customer is to know before paying this way. */
  note: string;
};

/** What is bought, as the server is told it. */
export type Offer = Omit<z.input<typeof ownCheckoutInput>, "gateway" | "clientKey" | "saveMethod"> &
  Record<string, unknown>;

/** Method and price side by side; one press makes one order, however often it is pressed. */
export function PayButtons({
  offer,
  ways,
  texts,
}: {
  offer: Offer;
  ways: Way[];
  texts: Record<"method" | "total" | "pay" | "failed" | "save" | "saveHint", string>;
}) {
  const router = useRouter();
  const { state, words, run, busy } = useAction();
  const [chosen, setGateway] = useState("");
  const [save, setSave] = useState(false);
  /** The idempotency key of this visit of the page. */
  const key = useRef<string>(undefined);
  // The list changes with a code or the credit: what is not there any more is not chosen either.
  const way = ways.find((candidate) => candidate.gateway === chosen) ?? ways[0];

  const pay = () => {
    key.current ??= crypto.randomUUID();
    void run(
      (rpc) =>
        rpc.miniapp.orders.checkout.mutate({
          ...offer,
          gateway: way?.gateway ?? "",
          saveMethod: Boolean(way?.canSave && save),
          clientKey: `app:${key.current}:${way?.gateway}`,
        } as z.input<typeof ownCheckoutInput>),
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
              checked={candidate.gateway === way?.gateway}
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
      {way?.note && <p className="px-4 text-[13px] text-tg-hint">{way.note}</p>}
      {way?.canSave && (
        <label className="flex min-h-13 items-center gap-3 rounded-2xl bg-tg-section px-4 py-2">
          <span className="flex-1">
            <span className="block font-medium">{texts.save}</span>
            <span className="block text-[13px] text-tg-hint">{texts.saveHint}</span>
          </span>
          <input
            type="checkbox"
            checked={save}
            onChange={(event) => setSave(event.target.checked)}
            className="size-5 accent-(--mini-accent)"
          />
        </label>
      )}
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
      <ActionButton kind="main" busy={busy} onPress={pay}>
        {texts.pay.replace("{total}", way?.total ?? "")}
      </ActionButton>
    </>
  );
}
