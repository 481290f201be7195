"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

/** One press, one trial; it leads straight to connecting a device. */
export function StartTrial({ texts }: { texts: Record<"start" | "failed", string> }) {
  const router = useRouter();
  const { state, words, run, busy } = useAction();
  return (
    <div className="flex flex-col gap-2">
      <ActionButton
        kind="main"
        busy={busy}
        onPress={() =>
          void run(
            (rpc) => rpc.miniapp.trials.start.mutate(),
            ({ subscriptionId }) =>
              router.push(`/miniapp/subscription/${subscriptionId}?connect=1` as Route),
          )
        }
      >
        {texts.start}
      </ActionButton>
      {state === "failed" && (
        <p role="alert" className="text-center text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </div>
  );
}
