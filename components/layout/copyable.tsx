"use client";

import { CheckIcon, CopyIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/components/lib/utils";

/** A value one wants to paste elsewhere; `secret` is shown as dots until copied. */
export function Copyable({
  value,
  secret = false,
  className,
}: {
  value: string;
  secret?: boolean;
  className?: string;
}) {
  const t = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={t("copyValue", { value: secret ? "" : value })}
      title={copied ? t("copied") : t("copy")}
      className={cn(
        "group inline-flex max-w-full items-center gap-1.5 rounded-sm font-mono text-xs outline-none hover:text-primary focus-visible:ring-[3px] focus-visible:ring-ring/40",
        className,
      )}
    >
      <span className="truncate">{secret ? "••••••••••••" : value}</span>
      {copied ? (
        <CheckIcon className="size-3 shrink-0 text-success" />
      ) : (
        <CopyIcon className="size-3 shrink-0 opacity-40 group-hover:opacity-100" />
      )}
    </button>
  );
}
