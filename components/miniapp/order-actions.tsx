"use client";

import { useRouter } from "next/navigation";
import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

export function OrderActions({
  orderId,
  payUrl,
  texts,
}: {
  orderId: string;
  payUrl: string | null;
  texts: Record<"pay" | "check" | "cancel" | "failed", string>;
}) {
  const router = useRouter();
  const { state, words, run, busy } = useAction();
  return (
    <div className="flex flex-col gap-2">
      {payUrl && (
        <ActionButton
          kind="main"
          onPress={() => {
            void import("./telegram").then(({ openPayment }) =>
              openPayment(payUrl, () => router.refresh()),
            );
          }}
        >
          {texts.pay}
        </ActionButton>
      )}
      <ActionButton
        kind="quiet"
        busy={busy}
        onPress={() => void run((rpc) => rpc.miniapp.orders.check.mutate({ orderId }))}
      >
        {texts.check}
      </ActionButton>
      <ActionButton
        kind="danger"
        busy={busy}
        onPress={() => void run((rpc) => rpc.miniapp.orders.cancel.mutate({ orderId }))}
      >
        {texts.cancel}
      </ActionButton>
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </div>
  );
}
