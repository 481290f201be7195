"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AuthenticatorApp } from "@/components/account/authenticator-app";
import { KeyboardChoice } from "@/components/account/keyboard-choice";
import { OwnSessions } from "@/components/account/own-sessions";
import { Passkeys } from "@/components/account/passkeys";
import { Profile } from "@/components/account/profile";
import { RecoveryCodes } from "@/components/account/recovery-codes";
import { TelegramLink } from "@/components/account/telegram-link";
import { PageHeader } from "@/components/layout/page-header";
import { BlockSkeleton, Loaded } from "@/components/layout/states";
import { useTRPC } from "@/components/lib/trpc";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";

export function AccountClient({ telegram }: { telegram: { botId: string } | null }) {
  const t = useTranslations("account");
  const trpc = useTRPC();
  const profile = useQuery(trpc.admin.account.profile.queryOptions());
  const [codes, setCodes] = useState<string[]>([]);
  return (
    <Loaded query={profile} skeleton={<BlockSkeleton rows={10} />}>
      {({ name, email, factors, factorRequired, telegramLinked }) => {
        const hasFactor = factors.totp || factors.passkeys > 0;
        return (
          <>
            <PageHeader title={name} description={email} />
            {factorRequired && !hasFactor && (
              <Alert variant="destructive">
                <AlertTitle>{t("required.title")}</AlertTitle>
                <AlertDescription>{t("required.text")}</AlertDescription>
              </Alert>
            )}
            <div className="grid items-start gap-5 lg:grid-cols-2">
              <div className="flex min-w-0 flex-col gap-5">
                <AuthenticatorApp isOn={factors.totp} onCodes={setCodes} />
                <Passkeys onCodes={setCodes} />
                {hasFactor && (
                  <RecoveryCodes
                    left={factors.recoveryCodesLeft}
                    codes={codes}
                    onCodes={setCodes}
                  />
                )}
              </div>
              <div className="flex min-w-0 flex-col gap-5">
                <Profile name={name} email={email} />
                <KeyboardChoice />
                <OwnSessions />
                <TelegramLink isLinked={telegramLinked} telegram={telegram} />
              </div>
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
