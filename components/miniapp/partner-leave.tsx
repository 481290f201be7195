"use client";

import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

/** Signs a partner out of their area. */
export function PartnerLeave({ texts }: { texts: Record<"act" | "failed", string> }) {
  const { state, words, run, busy } = useAction();
  return (
    <>
      <ActionButton
        kind="quiet"
        busy={busy}
        onPress={() =>
          // Nothing of the person stays on the page, nor in what the browser keeps of it.
          void run(
            (rpc) => rpc.miniapp.partners.leave.mutate(),
            () => location.replace("/partner"),
          )
        }
      >
        {texts.act}
      </ActionButton>
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </>
  );
}
