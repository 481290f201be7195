"use client";

import { KeyRoundIcon, Loader2Icon, SendIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { askPasskey } from "./passkey";
import { telegramLoginUrl, telegramProof } from "./telegram-login";
import type { useSignIn } from "./use-sign-in";

type Props = Pick<ReturnType<typeof useSignIn>, "pending" | "run"> & {
  telegram: { botId: string } | null;
};

/** Signing in without a password: by passkey, and by a linked Telegram account. */
export function OtherWays({ telegram, pending, run }: Props) {
  const t = useTranslations("team.signIn");
  const began = useRef(false);

  // Telegram leads back here with its answer behind the #, or opened this page itself.
  useEffect(() => {
    const proof = began.current ? null : telegramProof(window.location.hash);
    if (!proof) return;
    began.current = true;
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    void run("telegram", async () => proof);
  });

  return (
    <>
      <div className="flex items-center gap-3 text-xs text-muted-foreground" aria-hidden>
        <span className="h-px flex-1 bg-border" />
        {t("or")}
        <span className="h-px flex-1 bg-border" />
      </div>
      <div className="flex flex-col gap-2">
        <Button
          type="button"
          variant="outline"
          size="lg"
          disabled={pending !== null}
          onClick={() => void run("passkey", () => askPasskey("first"))}
        >
          {pending === "passkey" ? <Loader2Icon className="animate-spin" /> : <KeyRoundIcon />}
          {t("passkey")}
        </Button>
        {(telegram || pending === "telegram") && (
          <Button
            type="button"
            variant="outline"
            size="lg"
            disabled={pending !== null}
            onClick={() => telegram && window.location.assign(telegramLoginUrl(telegram.botId))}
          >
            {pending === "telegram" ? <Loader2Icon className="animate-spin" /> : <SendIcon />}
            {t("telegram")}
          </Button>
        )}
      </div>
    </>
  );
}
