"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { gateway, panel, telegram } from "./api";
import { ServiceCard } from "./service-card";

type PanelState = {
  version: string;
  mood: string;
  moods: string[];
  users: { total: number };
  nodes: { uuid: string; name: string; connected: boolean }[];
};
type TelegramState = { mood: string; moods: string[]; waitingUpdates: number };
type GatewayMood = { webhooks: string; api: string };
type GatewayState = { mood: GatewayMood; payments: { status: string }[] };
type World = { panel?: PanelState; telegram?: TelegramState; gateway?: GatewayState };
type Running = Record<keyof World, boolean>;

const GATEWAY_MOODS = {
  webhooks: ["ok", "drop", "twice"],
  api: ["ok", "errors", "created-but-no-answer"],
};
const REFRESH_MS = 3_000;

async function readWorld(running: Running): Promise<World> {
  const [panelState, telegramState, gatewayState] = await Promise.all([
    running.panel ? panel<PanelState>("state") : undefined,
    running.telegram ? telegram<TelegramState>("state") : undefined,
    running.gateway ? gateway<GatewayState>("payments") : undefined,
  ]);
  return {
    ...(panelState ? { panel: panelState } : {}),
    ...(telegramState ? { telegram: telegramState } : {}),
    ...(gatewayState ? { gateway: gatewayState } : {}),
  };
}

/** Each stand-in with what it is up to and how its day is. */
export function ControlCentre({ running }: { running: Running }) {
  const t = useTranslations("demo");
  const [world, setWorld] = useState<World>({});
  const [failed, setFailed] = useState(false);

  const refresh = async () => {
    const next = await readWorld(running).catch(() => null);
    setFailed(next === null);
    if (next) setWorld(next);
  };
  const change = async (act: Promise<unknown>) => {
    await act.catch(() => setFailed(true));
    await refresh();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, then by the clock
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => void refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);

  const { panel: p, telegram: tg, gateway: g } = world;
  const moods = (service: string, names: string[] = []) =>
    names.map((value) => ({ value, label: t(`moods.${service}.${value}`) }));
  return (
    <section className="flex flex-col gap-3" aria-label={t("world")}>
      {failed && (
        <p role="alert" className="text-[13px] text-destructive">
          {t("failed")}
        </p>
      )}
      <div className="grid grid-cols-1 items-start gap-3 lg:grid-cols-3">
        <ServiceCard
          title={t("services.panel")}
          running={running.panel}
          facts={p && [t("facts.version", { version: p.version }), t("facts.users", p.users)]}
          switches={
            p && [
              {
                label: t("mood"),
                value: p.mood,
                options: moods("panel", p.moods),
                onChange: (mood) => void change(panel("mood", { mood })),
              },
              ...p.nodes.map((node) => ({
                label: node.name,
                value: node.connected ? "on" : "off",
                options: ["on", "off"].map((value) => ({ value, label: t(`nodes.${value}`) })),
                onChange: (value: string) =>
                  void change(panel(`nodes/${node.uuid}`, { connected: value === "on" })),
              })),
            ]
          }
        />
        <ServiceCard
          title={t("services.telegram")}
          running={running.telegram}
          facts={tg && [t("facts.waiting", { count: tg.waitingUpdates })]}
          switches={
            tg && [
              {
                label: t("mood"),
                value: tg.mood,
                options: moods("telegram", tg.moods),
                onChange: (mood) => void change(telegram("mood", { mood })),
              },
            ]
          }
        />
        <ServiceCard
          title={t("services.gateway")}
          running={running.gateway}
          facts={g && [t("facts.payments", { count: g.payments.length })]}
          switches={
            g &&
            (["webhooks", "api"] as const).map((part) => ({
              label: t(`gateway.${part}`),
              value: g.mood[part],
              options: moods(`gateway.${part}`, GATEWAY_MOODS[part]),
              onChange: (value: string) => void change(gateway("mood", { [part]: value })),
            }))
          }
        />
      </div>
    </section>
  );
}
