"use client";

import { CheckCircle2Icon, Loader2Icon, PlugZapIcon, XCircleIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAction } from "@/components/hooks/use-action";
import { useTRPC } from "@/components/lib/trpc";
import { DiagnosisSteps } from "@/components/remnawave/diagnosis-steps";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

/** A live test of what a group connects to, where there is something to connect to. */
export function SettingsTest({ groupId }: { groupId: string }) {
  if (groupId === "remnawave") return <PanelTest />;
  if (groupId === "telegram") return <BotTest />;
  if (groupId.startsWith("gateway.")) return <GatewayTest gateway={groupId.slice(8)} />;
  return null;
}

type FrameProps = { pending: boolean; onRun: () => void; children?: ReactNode };

function Frame({ pending, onRun, children }: FrameProps) {
  const t = useTranslations("settings.test");
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("hint")}</CardDescription>
        </div>
        <Button variant="outline" size="sm" disabled={pending} onClick={onRun}>
          {pending ? <Loader2Icon className="animate-spin" /> : <PlugZapIcon />}
          {t("run")}
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
    <Frame pending={test.isPending} onRun={() => test.mutate({ gateway })}>
      {test.data && <Result ok={test.data.ok} text={test.data.message} />}
    </Frame>
  );
}
