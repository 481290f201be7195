"use client";

import { SendIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { loginWidgetData, telegramLoginUrl } from "@/components/auth/telegram-login";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { useTRPC } from "@/components/lib/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Props = {
  isLinked: boolean;
  /** The bot whose Login Widget answers for people; null where there is none. */
  telegram: { botId: string } | null;
};

/** One's Telegram account: to sign in with it, and to be told there of sign-ins. */
export function TelegramLink({ isLinked, telegram }: Props) {
  const t = useTranslations("account.telegram");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const began = useRef(false);
  const link = useAction(trpc.admin.account.linkTelegram.mutationOptions(), { done: t("linked") });
  const unlink = useAction(trpc.admin.account.unlinkTelegram.mutationOptions(), {
    done: t("unlinked"),
  });

  // Telegram leads back here with its signed answer behind the #.
  useEffect(() => {
    const answer = began.current ? null : loginWidgetData(window.location.hash);
    if (!answer) return;
    began.current = true;
    window.history.replaceState(null, "", window.location.pathname);
    const widget: unknown = JSON.parse(answer);
    link.mutate({ widget: widget as Record<string, string> });
  });

  const askToUnlink = () =>
    setAction({
      title: t("unlinkTitle"),
      consequence: t("unlinkConsequence"),
      confirm: t("unlink"),
      destructive: true,
      run: () => unlink.mutateAsync(),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle className="flex items-center gap-2">
            {t("title")}
            {isLinked && <Badge variant="success">{t("on")}</Badge>}
          </CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {isLinked ? (
          <Button variant="outline" onClick={askToUnlink}>
            {t("unlink")}
          </Button>
        ) : telegram ? (
          <Button
            variant="outline"
            disabled={link.isPending}
            onClick={() => window.location.assign(telegramLoginUrl(telegram.botId))}
          >
            <SendIcon />
            {t("link")}
          </Button>
        ) : (
          <p className="text-[13px] text-muted-foreground">{t("noBot")}</p>
        )}
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
