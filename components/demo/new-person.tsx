"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { LANGUAGE_NAMES } from "@/components/layout/locale";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { Person } from "@/server/demo/telegram/types";
import { telegram } from "./api";

const LANGUAGES = { ...LANGUAGE_NAMES, de: "Deutsch" };

/** Makes up a Telegram account, or takes over an existing customer's. */
export function NewPerson({
  onDone,
  onClose,
}: {
  onDone: (id: number) => void;
  onClose: () => void;
}) {
  const t = useTranslations("demo.persons");
  const field = useId();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const existing = Number(form.get("existing")) || null;
    setBusy(true);
    try {
      if (existing) {
        await telegram(`chats/${existing}?after=0`);
        onDone(existing);
        return;
      }
      const { id } = await telegram<Person>("persons", {
        firstName: String(form.get("firstName")).trim() || t("defaultName"),
        language: String(form.get("language")),
        premium: form.get("premium") === "on",
      });
      onDone(id);
    } catch (reason) {
      setBusy(false);
      const isUnknown = existing && reason instanceof Error && /not found/.test(reason.message);
      setError(isUnknown ? t("unknown") : t("failed"));
    }
  };

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent closeLabel={t("cancel")} className="sm:max-w-sm">
        <DialogTitle>{t("new")}</DialogTitle>
        <DialogDescription>{t("newHint")}</DialogDescription>
        <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${field}-name`}>{t("name")}</Label>
            <Input
              id={`${field}-name`}
              name="firstName"
              maxLength={64}
              placeholder={t("defaultName")}
            />
          </div>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${field}-language`}>{t("language")}</Label>
            <select
              id={`${field}-language`}
              name="language"
              className="h-9 rounded-md border border-input bg-card px-3 text-[13px] outline-none focus-visible:ring-[3px] focus-visible:ring-ring/30"
            >
              {Object.entries(LANGUAGES).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <Label>
            <input type="checkbox" name="premium" className="size-4 accent-(--primary)" />
            {t("premium")}
          </Label>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${field}-existing`}>{t("existing")}</Label>
            <Input id={`${field}-existing`} name="existing" inputMode="numeric" pattern="\d*" />
            <p className="text-xs text-muted-foreground">{t("existingHint")}</p>
          </div>
          {error && (
            <p role="alert" className="text-[13px] text-destructive">
              {error}
            </p>
          )}
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={busy}>
              {t("create")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
