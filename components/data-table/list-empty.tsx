"use client";

import { type LucideIcon, SearchXIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/layout/states";
import { Button } from "@/components/ui/button";

type Props = {
  filtered: boolean;
  onReset: () => void;
  icon: LucideIcon;
  title: string;
  hint: string;
  action?: ReactNode;
};

/** Why a list is empty: because of its filters, or because there is nothing yet and what to do about it. */
export function ListEmpty({ filtered, onReset, ...nothing }: Props) {
  const t = useTranslations("common");
  if (!filtered) return <EmptyState {...nothing} />;
  return (
    <EmptyState
      icon={SearchXIcon}
      title={t("noResults")}
      hint={t("noResultsHint")}
      action={
        <Button variant="outline" size="sm" onClick={onReset}>
          {t("reset")}
        </Button>
      }
    />
  );
}
