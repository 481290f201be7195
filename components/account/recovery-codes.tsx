"use client";

import { DownloadIcon, PrinterIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Action, ActionDialog } from "@/components/forms/action-dialog";
import { useAction } from "@/components/hooks/use-action";
import { HelpHint } from "@/components/layout/help-hint";
import { downloadText } from "@/components/lib/download";
import { useTRPC } from "@/components/lib/trpc";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

type Props = {
  left: number;
  /** Just made: shown this once. */
  codes: string[];
  onCodes: (codes: string[]) => void;
};

/** Codes to write down, each good once in place of the second factor. */
export function RecoveryCodes({ left, codes, onCodes }: Props) {
  const t = useTranslations("account.recovery");
  const trpc = useTRPC();
  const [action, setAction] = useState<Action | null>(null);
  const renew = useAction(trpc.admin.account.renewRecoveryCodes.mutationOptions(), {
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const askToRenew = () =>
    setAction({
      title: t("renewTitle"),
      consequence: t("renewConsequence"),
      confirm: t("renew"),
      run: () => renew.mutateAsync(),
    });
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {t("title")}
            <HelpHint term="recovery" />
          </CardTitle>
          <CardDescription>{t("about")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {codes.length > 0 ? (
          <>
            <p role="status" className="text-[13px] font-medium">
              {t("writeDown")}
            </p>
            <ul
              data-print
              aria-label={t("title")}
              className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-md border bg-muted/40 p-3 font-mono text-[13px] sm:grid-cols-2"
            >
              {codes.map((code) => (
                <li key={code} data-testid="recovery-code">
                  {code}
                </li>
              ))}
            </ul>
            <div className="flex flex-wrap gap-2">
              <Button
                variant="outline"
                onClick={() => downloadText(t("file"), `${codes.join("\n")}\n`, "text/plain")}
              >
                <DownloadIcon />
                {t("download")}
              </Button>
              <Button variant="outline" onClick={() => window.print()}>
                <PrinterIcon />
                {t("print")}
              </Button>
              <Button onClick={() => onCodes([])}>{t("kept")}</Button>
            </div>
          </>
        ) : (
          <>
            <p className="text-[13px]">{t("left", { count: left })}</p>
            <Button variant="outline" className="self-start" onClick={askToRenew}>
              {t("renew")}
            </Button>
          </>
        )}
      </CardContent>
      <ActionDialog action={action} onClose={() => setAction(null)} />
    </Card>
  );
}
