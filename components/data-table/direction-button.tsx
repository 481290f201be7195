"use client";

import { ArrowDownIcon, ArrowUpIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

type Props = { value: "asc" | "desc"; onChange: (value: "asc" | "desc") => void };

export function DirectionButton({ value, onChange }: Props) {
  const t = useTranslations("common");
  const Icon = value === "desc" ? ArrowDownIcon : ArrowUpIcon;
  return (
    <Button
      variant="ghost"
      size="sm"
      className="font-normal text-muted-foreground"
      onClick={() => onChange(value === "desc" ? "asc" : "desc")}
    >
      <Icon />
      {t(value === "desc" ? "sortDescending" : "sortAscending")}
    </Button>
  );
}
