"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { telegram } from "./api";

/** Stands in for Telegram's own page of confirming who one is: chooses the account, and leads back. */
export function DemoLogin({ partners }: { partners: { id: number; name: string }[] }) {
  const t = useTranslations("demo.login");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const enter = async (id: number) => {
    setBusy(true);
    setFailed(false);
    const signed = await telegram<{ answer: string }>(`chats/${id}/login`, {}).catch(() => null);
    if (signed) return location.assign(`/partner#tgAuthResult=${signed.answer}`);
    setBusy(false);
    setFailed(true);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void enter(Number(new FormData(event.currentTarget).get("id")));
  };
  return (
    <>
      {partners.length > 0 && (
        <>
          <h2 className="text-sm font-medium">{t("partners")}</h2>
          <ul className="flex flex-col gap-2">
            {partners.map(({ id, name }) => (
              <li key={id}>
                <Button
                  variant="outline"
                  className="h-11 w-full justify-between"
                  disabled={busy}
                  onClick={() => void enter(id)}
                >
                  <span className="truncate">{name || id}</span>
                  <span className="text-xs text-muted-foreground">{id}</span>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <form onSubmit={submit} className="flex flex-col gap-2">
        <Label htmlFor="telegram-id">{t("other")}</Label>
        <div className="flex gap-2">
          <Input
            id="telegram-id"
            name="id"
            required
            inputMode="numeric"
            pattern="[0-9]{5,16}"
            aria-describedby={failed ? "login-failed" : undefined}
          />
          <Button type="submit" disabled={busy}>
            {t("enter")}
          </Button>
        </div>
        {failed && (
          <p id="login-failed" role="alert" className="text-sm text-destructive">
            {t("failed")}
          </p>
        )}
      </form>
    </>
  );
}
