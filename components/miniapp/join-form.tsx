"use client";

import { useState } from "react";
import { ActionButton } from "./action-button";
import { useAction } from "./use-action";

export function JoinForm({
  automatic,
  texts,
}: {
  automatic: boolean;
  texts: Record<"about" | "placeholder" | "send" | "failed", string>;
}) {
  const { state, words, run, busy } = useAction();
  const [application, setApplication] = useState("");
  return (
    <div className="flex flex-col gap-2">
      {!automatic && (
        <label className="flex flex-col gap-1.5">
          <span className="px-4 text-[13px] text-tg-hint uppercase">{texts.about}</span>
          <textarea
            value={application}
            maxLength={2000}
            rows={4}
            placeholder={texts.placeholder}
            onChange={(event) => setApplication(event.target.value)}
            className="rounded-2xl bg-tg-section px-4 py-3 outline-none placeholder:text-tg-hint"
          />
        </label>
      )}
      <ActionButton
        kind="main"
        busy={busy}
        onPress={() => void run((rpc) => rpc.miniapp.partners.join.mutate({ application }))}
      >
        {texts.send}
      </ActionButton>
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </div>
  );
}
