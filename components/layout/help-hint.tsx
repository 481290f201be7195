"use client";

import { CircleHelpIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type en from "@/server/i18n/messages/en/help.json";

export type HelpTerm = Exclude<keyof typeof en, "what">;

/** Explains a word where it stands: by a press, a tap or the keyboard, and away again with Escape. */
export function HelpHint({ term }: { term: HelpTerm }) {
  const t = useTranslations("help");
  const title = t(`${term}.title`);
  return (
    <Popover>
      <PopoverTrigger
        aria-label={t("what", { term: title })}
        data-help={term}
        className="relative ml-1 inline-flex size-4 items-center justify-center rounded-full align-[-3px] text-muted-foreground outline-none before:absolute before:-inset-1 hover:text-foreground focus-visible:ring-[3px] focus-visible:ring-ring/40"
      >
        <CircleHelpIcon aria-hidden className="size-3.5" />
      </PopoverTrigger>
      <PopoverContent
        align="start"
        aria-label={title}
        collisionPadding={12}
        className="w-80 max-w-[calc(100vw-1.5rem)] p-3 text-left text-[13px] font-normal whitespace-normal"
      >
        <p className="font-medium">{title}</p>
        <p className="mt-1 text-muted-foreground">{t(`${term}.text`)}</p>
      </PopoverContent>
    </Popover>
  );
}
