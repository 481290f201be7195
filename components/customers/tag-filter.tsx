"use client";

import { XIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TagPicker } from "./tag-picker";

type Props = { value: string; onChange: (tag: string) => void };

/** Narrows a list to the people with one tag. */
export function TagFilter({ value, onChange }: Props) {
  const t = useTranslations("customers.tags");
  return (
    <span className="inline-flex items-center">
      <TagPicker known without={[]} onPick={onChange} variant="outline">
        <span className="text-muted-foreground">{t("filter")}</span>
        {value}
      </TagPicker>
      {value && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("anyTag")}
          onClick={() => onChange("")}
        >
          <XIcon />
        </Button>
      )}
    </span>
  );
}
