"use client";

import { useEffect, useRef, useState } from "react";
import { loginWidgetData, telegramLoginUrl } from "@/components/auth/telegram-login";
import { ActionButton } from "./action-button";
import { EmailSignIn, type EmailSignInTexts, post } from "./email-sign-in";
import { Empty, Screen } from "./parts";

type Props = {
  texts: EmailSignInTexts & Record<"telegram" | "noMail" | "noWay", string>;
  /** Whether letters with a code can be sent. */
  byEmail: boolean;
  /** The bot whose Login Widget answers for people; null where there is none. */
  telegram: { botId: string } | null;
  /** The demo's page that stands in for Telegram's own one. */
  demoLogin: string | null;
};

/** The door of the partners' own area: a code by e-mail, or Telegram. */
export function PartnerSignIn({ texts, byEmail, telegram, demoLogin }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const began = useRef(false);

  // Telegram leads back here with its signed answer behind the #.
  useEffect(() => {
    const widget = began.current ? null : loginWidgetData(location.hash);
    if (!widget) return;
    began.current = true;
    history.replaceState(null, "", location.pathname);
    const enter = async () => {
      setBusy(true);
      const told = post("/api/miniapp/partner-session", { widget });
      const refusal = await told.catch(() => ({ code: "", details: {} }));
      if (!refusal) return location.reload();
      const { refusalWords } = await import("./refusal-words");
      setProblem(refusalWords(refusal, document.documentElement.lang) || texts.failed);
      setBusy(false);
    };
    void enter();
  });

  const door = telegram ? () => telegramLoginUrl(telegram.botId) : demoLogin && (() => demoLogin);
  const withTelegram = (door || busy || problem) && (
    <div className="flex flex-col gap-2">
      {(door || busy) && (
        <ActionButton kind="quiet" busy={busy} onPress={() => door && location.assign(door())}>
          {texts.telegram}
        </ActionButton>
      )}
      {problem && (
        <p role="alert" className="px-4 text-center text-[15px] text-tg-danger">
          {problem}
        </p>
      )}
    </div>
  );
  if (byEmail) return <EmailSignIn texts={texts} area="partner" otherWay={withTelegram} />;
  return (
    <Screen title={texts.title}>
      <Empty title={texts.title} text={door ? texts.noMail : texts.noWay} />
      {withTelegram}
    </Screen>
  );
}
