"use client";

import { useState } from "react";
import { ActionButton } from "./action-button";
import { Confirm } from "./confirm";
import { useAction } from "./use-action";

type Texts = Record<"reset" | "title" | "text" | "yes" | "no" | "failed", string>;

export function ResetLink({ subscriptionId, texts }: { subscriptionId: string; texts: Texts }) {
  const { state, words, run, busy } = useAction();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <ActionButton kind="danger" busy={busy} onPress={() => setAsked(true)}>
        {texts.reset}
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
        yes={texts.yes}
        no={texts.no}
        onNo={() => setAsked(false)}
        onYes={() => {
          setAsked(false);
          void run((rpc) => rpc.miniapp.panel.resetLink.mutate({ subscriptionId }));
        }}
      />
    </>
  );
}
