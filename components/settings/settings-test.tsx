"use client";

import { CheckCircle2Icon, Loader2Icon, PlugZapIcon, XCircleIcon } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAction } from "@/components/hooks/use-action";
import { Copyable } from "@/components/layout/copyable";
import { May } from "@/components/layout/may";
import { useTRPC } from "@/components/lib/trpc";
import { DiagnosisSteps } from "@/components/remnawave/diagnosis-steps";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { Locale } from "@/db/enums";
import { formatMoney } from "@/server/rules/money";

/** A live test of what a group connects to, where there is something to connect to. */
export function SettingsTest({ groupId }: { groupId: string }) {
  if (groupId === "remnawave") {
    return (
      <May needs="remnawave.read">
        <PanelTest />
      </May>
    );
  }
  if (groupId === "telegram") return <BotTest />;
  if (groupId.startsWith("gateway.")) {
    return (
      <May needs="settings.write">
        <GatewayTest gateway={groupId.slice(8)} />
      </May>
    );
  }
  return null;
}

type FrameProps = {
  pending: boolean;
  onRun: () => void;
  children?: ReactNode;
  /** Of a live test, unless said otherwise. */
  texts?: { title: string; hint: string; run: string };
};

function Frame({ pending, onRun, children, texts }: FrameProps) {
  const t = useTranslations("settings.test");
  const { title, hint, run } = texts ?? { title: t("title"), hint: t("hint"), run: t("run") };
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{title}</CardTitle>
          <CardDescription>{hint}</CardDescription>
        </div>
        <Button variant="outline" size="sm" disabled={pending} onClick={onRun}>
          {pending ? <Loader2Icon className="animate-spin" /> : <PlugZapIcon />}
          {run}
        </Button>
      </CardHeader>
      {children}
    </Card>
  );
}

function Result({ ok, text }: { ok: boolean; text: string }) {
  const Icon = ok ? CheckCircle2Icon : XCircleIcon;
  return (
    <CardContent className="flex items-start gap-2 border-t pt-3 text-[13px]">
      <Icon
        aria-hidden
        className={ok ? "mt-0.5 size-4 text-success" : "mt-0.5 size-4 text-destructive"}
      />
      <span className="min-w-0 break-words">{text}</span>
    </CardContent>
  );
}

function PanelTest() {
  const trpc = useTRPC();
  const test = useAction(trpc.admin.remnawave.diagnose.mutationOptions());
  return (
    <Frame pending={test.isPending} onRun={() => test.mutate()}>
      {test.data && <DiagnosisSteps diagnosis={test.data} />}
    </Frame>
  );
}

function BotTest() {
  const t = useTranslations("settings.test.bot");
  const trpc = useTRPC();
  const test = useAction(trpc.admin.settings.testBot.mutationOptions());
  const result = test.data;
  return (
    <Frame pending={test.isPending} onRun={() => test.mutate()}>
      {result && (
        <Result
          ok={result.ok}
          text={t(result.code, {
            username: result.username ?? "",
            url: result.webhookUrl ?? "",
            pending: result.pendingUpdates ?? 0,
            error: result.lastError ?? "",
          })}
        />
      )}
    </Frame>
  );
}

function GatewayTest({ gateway }: { gateway: string }) {
  const trpc = useTRPC();
  const test = useAction(trpc.admin.payments.testGateway.mutationOptions());
  return (
    <>
      <Frame pending={test.isPending} onRun={() => test.mutate({ gateway })}>
        {test.data && <Result ok={test.data.ok} text={test.data.message} />}
      </Frame>
      <TestPayment gateway={gateway} />
    </>
  );
}

/** A real payment of the least there is: the only proof that customers can pay. */
function TestPayment({ gateway }: { gateway: string }) {
  const t = useTranslations("settings.testPayment");
  const locale = useLocale() as Locale;
  const trpc = useTRPC();
  const send = useAction(trpc.admin.payments.sendTestPayment.mutationOptions());
  const result = send.data;
  return (
    <Frame
      texts={{ title: t("title"), hint: t("hint"), run: t("run") }}
      pending={send.isPending}
      onRun={() => send.mutate({ gateway })}
    >
      {result && !result.ok && <Result ok={false} text={t("failed", { reason: result.message })} />}
      {result?.ok && (
        <>
          <Result ok text={t("made", { amount: formatMoney(result.money, locale) })} />
          <CardContent className="flex min-w-0 items-center gap-2 text-[13px]">
            <a
              href={result.payUrl}
              target="_blank"
              rel="noreferrer"
              className="shrink-0 underline underline-offset-4"
            >
              {t("open")}
            </a>
            <Copyable value={result.payUrl} className="min-w-0" />
          </CardContent>
        </>
      )}
    </Frame>
  );
}
