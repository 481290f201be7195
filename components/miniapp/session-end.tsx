"use client";

import { useState } from "react";
import { ActionButton } from "./action-button";
import { Confirm } from "./confirm";
import { useAction } from "./use-action";

/** Ends the session of this device, which is signing out, or all the others. */
export function SessionEnd({
  what,
  texts,
}: {
  /** This device's session; null ends all others. */
  what: string | null;
  texts: Record<"act" | "title" | "text" | "no" | "failed", string>;
}) {
  const { state, words, run, busy } = useAction();
  const [asked, setAsked] = useState(false);
  const end = () => {
    setAsked(false);
    if (what === null) {
      void run((rpc) => rpc.miniapp.customer.endOtherSessions.mutate());
      return;
    }
    void run(
      (rpc) => rpc.miniapp.customer.endSession.mutate({ sessionId: what }),
      // Nothing of the person stays on the page, nor in what the browser keeps of it.
      () => location.replace("/miniapp"),
    );
  };
  return (
    <>
      <ActionButton kind="danger" busy={busy} onPress={() => setAsked(true)}>
        {texts.act}
      </ActionButton>
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
      <Confirm
        open={asked}
        title={texts.title}
        text={texts.text}
        yes={texts.act}
        no={texts.no}
        onYes={end}
        onNo={() => setAsked(false)}
      />
    </>
  );
}
