"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useSingleKeys } from "@/components/keyboard/use-single-keys";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";

/** Whether shortcuts of one key are on in this browser. */
export function KeyboardChoice() {
  const t = useTranslations("layout.keys");
  const [on, setOn] = useSingleKeys();
  const id = useId();
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{t("choice")}</CardTitle>
          <CardDescription>{t("choiceHint")}</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="flex items-start justify-between gap-4">
        <label htmlFor={id} className="text-[13px]">
          <span className="font-medium">{t("single")}</span>
          <span className="mt-0.5 block text-muted-foreground">{t("singleHint")}</span>
        </label>
        <Switch id={id} checked={on} onCheckedChange={setOn} />
      </CardContent>
    </Card>
  );
}
