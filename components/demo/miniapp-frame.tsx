"use client";

import { ArrowLeftIcon, ExternalLinkIcon, XIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type Host, type MainButton, useMiniAppBridge } from "./miniapp-bridge";

const ACTION =
  "flex h-9 items-center gap-1 rounded-full px-3 text-[13px] font-medium outline-none hover:bg-accent focus-visible:ring-[3px] focus-visible:ring-ring/40";

/** The Mini App as Telegram shows it: over the chat on a phone, beside it on a desk. */
export function MiniAppFrame({
  url,
  title,
  host,
}: {
  url: string;
  title: string;
  host: Omit<Host, "showBackButton" | "showMainButton">;
}) {
  const t = useTranslations("demo.app");
  const frame = useRef<HTMLIFrameElement>(null);
  const [back, setBack] = useState(false);
  const [main, setMain] = useState<MainButton | null>(null);
  const theme = new URLSearchParams(new URL(url, "http://x").hash.slice(1));
  const post = useMiniAppBridge(
    frame,
    { ...host, showBackButton: setBack, showMainButton: setMain },
    theme.get("tgWebAppThemeParams") ?? "",
  );
  return (
    <aside
      aria-label={t("title")}
      className="z-20 flex flex-col bg-card max-lg:fixed max-lg:inset-0 lg:my-3 lg:mr-3 lg:w-[390px] lg:shrink-0 lg:overflow-hidden lg:rounded-3xl lg:border lg:shadow-xl"
    >
      <div className="flex items-center justify-between gap-2 border-b px-2 py-1.5">
        {back ? (
          <button type="button" className={ACTION} onClick={() => post("back_button_pressed")}>
            <ArrowLeftIcon className="size-4" aria-hidden /> {t("back")}
          </button>
        ) : (
          <button type="button" className={ACTION} onClick={host.close}>
            <XIcon className="size-4" aria-hidden /> {t("close")}
          </button>
        )}
        <div className="min-w-0 text-center leading-tight">
          <p className="truncate text-sm font-semibold">{title}</p>
          <p className="text-[11px] text-muted-foreground">{t("miniApp")}</p>
        </div>
        <a href={url} target="_blank" rel="noopener" className={ACTION} aria-label={t("inTab")}>
          <ExternalLinkIcon className="size-4" aria-hidden />
        </a>
      </div>
      <iframe
        ref={frame}
        src={url}
        title={t("title")}
        className="min-h-0 w-full flex-1 border-0 bg-background"
        allow="clipboard-write"
      />
      {main && (
        <button
          type="button"
          disabled={!main.enabled}
          aria-busy={main.busy}
          className="m-2 min-h-12 shrink-0 rounded-xl bg-primary px-4 text-[15px] font-semibold text-primary-foreground outline-none focus-visible:ring-[3px] focus-visible:ring-ring/40 disabled:opacity-60"
          onClick={() => post("main_button_pressed")}
        >
          {main.text}
        </button>
      )}
    </aside>
  );
}
