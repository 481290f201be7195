"use client";

import { useState } from "react";
import { ActionButton } from "./action-button";
import { LiveRefresh } from "./live-refresh";
import { useAction } from "./use-action";

/** Makes a link into the bot that attaches whoever opens it; the page follows once that has happened. */
export function LinkTelegram({
  texts,
}: {
  texts: Record<"none" | "link" | "open" | "hint" | "failed", string>;
}) {
  const { state, words, run, busy } = useAction();
  const [url, setUrl] = useState("");
  return (
    <div className="flex flex-col gap-1 py-3">
      <p role="status" className="px-4 text-tg-hint">
        {url ? texts.hint : texts.none}
      </p>
      {url ? (
        <>
          <LiveRefresh active />
          <a
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            data-testid="telegram-link"
            className="flex min-h-12 items-center justify-center px-4 font-medium text-tg-accent"
          >
            {texts.open}
          </a>
        </>
      ) : (
        <ActionButton
          kind="quiet"
          busy={busy}
          onPress={() =>
            void run(
              (rpc) => rpc.miniapp.customer.linkTelegram.mutate(),
              (made) => setUrl(made.url),
            )
          }
        >
          {texts.link}
        </ActionButton>
      )}
      {state === "failed" && (
        <p role="alert" className="px-4 text-[13px] text-tg-danger">
          {words || texts.failed}
        </p>
      )}
    </div>
  );
}
